"""An independent WebRTC peer (aiortc) calls North Pole and checks what it hears.

Nothing here is shared with the stand-in or the product: another ICE, DTLS, SCTP and Opus, another language.
It mints a token, places a call, opens `oai-events`, is greeted, speaks, is answered, interrupts, and is hung up.

    pip install -r tests/conformance/requirements.txt
    python3 tests/conformance/aiortc_peer.py --url http://localhost:8790
"""

from __future__ import annotations

import argparse
import asyncio
import fractions
import io
import json
import time
import wave

import aiohttp
import numpy
from aiortc import MediaStreamTrack, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame

SAMPLE_RATE = 48_000
FRAME_SAMPLES = 960
OPENING = "Ho ho ho, Alma! Jeg er nissernes computer-julemand, en AI, ikke et menneske."
INSTRUCTIONS = (
    "You are Santa.\n<language>da</language>\n"
    f"<opening>{OPENING}</opening>\n"
    "<child_profile>"
    + json.dumps({"name": "Alma", "age": 6, "language": "da", "wishes": ["en rød cykel"],
                  "behaviour_notes": "Hjælper sin lillebror", "preferences": "heste"}, ensure_ascii=False)
    + "</child_profile>"
)


class Checks:
    """Counts what held and what did not."""

    def __init__(self) -> None:
        self.passed = 0
        self.failed = 0

    def check(self, what: str, holds: bool, detail: object = "") -> None:
        if holds:
            self.passed += 1
            print(f"  ok      {what} {detail}".rstrip())
        else:
            self.failed += 1
            print(f"  FAILED  {what} {detail}".rstrip())


class Microphone(MediaStreamTrack):
    """Silence, in real time, until it is given something to say."""

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self._waiting = numpy.zeros(0, dtype=numpy.int16)
        self._position = 0
        self._began: float | None = None

    def say(self, samples: numpy.ndarray) -> None:
        self._waiting = samples

    async def recv(self) -> AudioFrame:
        now = time.monotonic()
        if self._began is None:
            self._began = now
        due = self._began + self._position / SAMPLE_RATE
        await asyncio.sleep(max(0.0, due - now))
        chunk, self._waiting = self._waiting[:FRAME_SAMPLES], self._waiting[FRAME_SAMPLES:]
        chunk = numpy.pad(chunk, (0, FRAME_SAMPLES - len(chunk)))
        frame = AudioFrame.from_ndarray(chunk.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = SAMPLE_RATE
        frame.pts = self._position
        frame.time_base = fractions.Fraction(1, SAMPLE_RATE)
        self._position += FRAME_SAMPLES
        return frame


class Ear:
    """Measures what comes from Santa."""

    def __init__(self) -> None:
        self.loud_seconds = 0.0
        self.loudest = 0.0

    async def listen(self, track: MediaStreamTrack) -> None:
        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:
                return
            samples = frame.to_ndarray().astype(numpy.float64) / 32_768.0
            level = float(numpy.sqrt(numpy.mean(samples * samples)))
            self.loudest = max(self.loudest, level)
            if level > 0.01:
                self.loud_seconds += frame.samples / frame.sample_rate


class Events:
    """The server's events, in order, with a way to wait for one."""

    def __init__(self) -> None:
        self.seen: list[dict] = []
        self._news = asyncio.Event()

    def take(self, message: str) -> None:
        self.seen.append(json.loads(message))
        self._news.set()

    async def wait_for(self, kind: str, after: int = 0, seconds: float = 25.0) -> int | None:
        """The index of the first such event at or after an index, or None when time runs out."""
        deadline = time.monotonic() + seconds
        while True:
            for index in range(after, len(self.seen)):
                if self.seen[index]["type"] == kind:
                    return index
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), deadline - time.monotonic())
            except (asyncio.TimeoutError, ValueError):
                return None

    def types(self, after: int = 0) -> list[str]:
        return [event["type"] for event in self.seen[after:]]

    def transcript(self, after: int = 0) -> str:
        deltas = [e["delta"] for e in self.seen[after:] if e["type"] == "response.output_audio_transcript.delta"]
        return "".join(deltas)


def in_order(wanted: list[str], seen: list[str]) -> bool:
    """Whether the wanted types appear in this order, others in between allowed."""
    rest = iter(seen)
    return all(kind in rest for kind in wanted)


async def child_says(http: aiohttp.ClientSession, url: str, text: str) -> numpy.ndarray:
    """Speech of a child, from the stand-in's own voice files."""
    async with http.get(f"{url}/voice.wav", params={"text": text, "language": "da"}) as answer:
        with wave.open(io.BytesIO(await answer.read())) as file:
            assert file.getframerate() == SAMPLE_RATE and file.getnchannels() == 1
            return numpy.frombuffer(file.readframes(file.getnframes()), dtype=numpy.int16)


async def refusals(http: aiohttp.ClientSession, url: str, checks: Checks) -> None:
    session = {"type": "realtime", "model": "gpt-realtime-2.1-mini"}
    expiry = {"anchor": "created_at", "seconds": 60}

    async def mint(key: str, body: dict) -> tuple[int, dict]:
        headers = {"Authorization": f"Bearer {key}"}
        async with http.post(f"{url}/v1/realtime/client_secrets", json=body, headers=headers) as answer:
            return answer.status, await answer.json()

    status, body = await mint("sk-wrong", {"expires_after": expiry, "session": session})
    checks.check("a wrong key is refused", status == 401 and body["error"]["code"] == "invalid_api_key", status)
    status, body = await mint("sk-north-pole", {"expires_after": expiry, "session": {**session, "temperature": 1}})
    checks.check("an unknown field is refused", (status, body["error"]["param"]) == (400, "session.temperature"), status)
    headers = {"Authorization": "Bearer ek_unknown", "Content-Type": "application/sdp"}
    async with http.post(f"{url}/v1/realtime/calls", data="v=0", headers=headers) as answer:
        checks.check("an unknown token is refused", answer.status == 401, answer.status)


async def call(http: aiohttp.ClientSession, url: str, checks: Checks) -> None:
    body = {
        "expires_after": {"anchor": "created_at", "seconds": 60},
        "session": {
            "type": "realtime", "model": "gpt-realtime-2.1-mini", "instructions": INSTRUCTIONS,
            "output_modalities": ["audio"], "tracing": None,
            "audio": {"input": {"turn_detection": None}, "output": {"voice": "cedar"}},
            "tools": [{"type": "function", "name": "note_wish", "parameters": {"type": "object"}}],
        },
    }
    headers = {"Authorization": "Bearer sk-north-pole", "OpenAI-Safety-Identifier": "conformance"}
    async with http.post(f"{url}/v1/realtime/client_secrets", json=body, headers=headers) as answer:
        minted = await answer.json()
        checks.check("a token is minted", answer.status == 200 and minted["value"].startswith("ek_"), answer.status)

    peer = RTCPeerConnection()
    microphone, ear, events = Microphone(), Ear(), Events()
    peer.addTrack(microphone)
    channel = peer.createDataChannel("oai-events")
    channel.on("message", events.take)
    peer.on("track", lambda track: asyncio.ensure_future(ear.listen(track)))
    await peer.setLocalDescription(await peer.createOffer())
    headers = {"Authorization": f"Bearer {minted['value']}", "Content-Type": "application/sdp"}
    async with http.post(f"{url}/v1/realtime/calls", data=peer.localDescription.sdp, headers=headers) as answer:
        location = answer.headers.get("Location", "")
        checks.check("the call is answered", answer.status == 201, answer.status)
        checks.check("Location names the call", location.startswith("/v1/realtime/calls/rtc_"))
        checks.check("the answer is SDP", answer.content_type == "application/sdp")
        await peer.setRemoteDescription(RTCSessionDescription(await answer.text(), "answer"))
    call_id = location.rsplit("/", 1)[-1]

    def send(event: dict) -> None:
        channel.send(json.dumps(event))

    first = await events.wait_for("session.created")
    checks.check("session.created is the first event", first == 0)
    send({"type": "response.create"})
    stopped = await events.wait_for("output_audio_buffer.stopped")
    checks.check("the greeting is played to its end", stopped is not None)
    greeting = events.transcript()
    checks.check("the transcript begins with the opening, to the letter", greeting.startswith(OPENING), greeting)
    checks.check("his voice is heard", ear.loud_seconds > 2.0, f"{ear.loud_seconds:.1f} s, peak {ear.loudest:.2f}")
    wanted = [
        "session.created", "response.created", "response.output_item.added", "conversation.item.added",
        "response.content_part.added", "response.output_audio_transcript.delta", "output_audio_buffer.started",
        "response.output_audio_transcript.done", "response.output_audio.done", "response.content_part.done",
        "conversation.item.done", "response.output_item.done", "response.done", "output_audio_buffer.stopped",
    ]
    checks.check("the greeting's events come in order", in_order(wanted, events.types()))

    detection = {"type": "semantic_vad", "eagerness": "high"}
    turn = len(events.seen)
    send({"type": "session.update", "session": {"type": "realtime", "audio": {"input": {"turn_detection": detection}}}})
    checks.check("turn detection is switched on", await events.wait_for("session.updated", turn) is not None)
    microphone.say(await child_says(http, url, "Hej julemand, jeg ønsker mig en rød cykel"))
    done = await events.wait_for("response.done", turn)
    wanted = [
        "input_audio_buffer.speech_started", "input_audio_buffer.speech_stopped", "input_audio_buffer.committed",
        "conversation.item.added", "response.created", "output_audio_buffer.started",
        "response.function_call_arguments.done", "response.done",
    ]
    checks.check("a spoken turn is answered", done is not None and in_order(wanted, events.types(turn)))
    checks.check("the answer talks about the wish", "en rød cykel" in events.transcript(turn))

    barge = len(events.seen)
    microphone.say(await child_says(http, url, "Vent lidt julemand, jeg vil sige noget"))
    cleared = await events.wait_for("output_audio_buffer.cleared", barge, 5.0)
    checks.check("a voice stops Santa", cleared is not None)
    truncated = await events.wait_for("conversation.item.truncated", barge, 2.0)
    checks.check("what was not heard is truncated", truncated is not None)

    faulty = len(events.seen)
    send({"type": "conversation.create", "event_id": "mine"})
    error = await events.wait_for("error", faulty, 2.0)
    echoed = error is not None and events.seen[error]["error"]["event_id"] == "mine"
    checks.check("an unknown event is an error with its id", echoed)

    closed = asyncio.Event()
    channel.on("close", closed.set)
    peer.on("connectionstatechange", lambda: closed.set() if peer.connectionState in ("closed", "failed") else None)
    key = {"Authorization": "Bearer sk-north-pole"}
    async with http.post(f"{url}/v1/realtime/calls/{call_id}/hangup", headers=key) as answer:
        checks.check("the hang-up is taken", answer.status == 200, answer.status)
    try:
        await asyncio.wait_for(closed.wait(), 3.0)
    except asyncio.TimeoutError:
        pass
    checks.check("the hang-up reaches the peer", closed.is_set())
    async with http.post(f"{url}/v1/realtime/calls/rtc_unknown/hangup", headers=key) as answer:
        checks.check("an unknown call can't be hung up", answer.status == 404, answer.status)
    async with http.get(f"{url}/reports/{call_id}") as answer:
        report = await answer.json()
    checks.check("the report says that it heard speech", report["heard_speech_seconds"] > 1.0,
                 f"{report['heard_speech_seconds']:.1f} s")
    checks.check("the report says that no video was offered", report["offered_video"] is False)
    checks.check("the report says who ended the call", report["ended_by"] == "hangup", report["ended_by"])
    checks.check("the report knows the safety identifier", report["safety_identifier_present"] is True)
    checks.check("the report knows the client's events", len(report["client_events"]) == 3)
    await peer.close()


async def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--url", default="http://localhost:8790", help="where North Pole listens")
    url = arguments.parse_args().url.rstrip("/").removesuffix("/v1")
    checks = Checks()
    async with aiohttp.ClientSession() as http:
        await refusals(http, url, checks)
        await call(http, url, checks)
    print(f"{checks.passed} passed, {checks.failed} failed")
    return 1 if checks.failed else 0


if __name__ == "__main__":
    raise SystemExit(asyncio.run(main()))
