//! The fault table: what goes wrong × where the call stands then × what it costs, over machine, meter and outcome together.
//!
//! The calls begin at second 0 and stand from about second 1; Santa greets for six seconds. A fault comes at second 70, in
//! the second minute of talk, where nothing else is said; the child speaks now and then and hangs up at second 100 where
//! nothing else ends the call, so an undisturbed call costs two credits.

use super::{super::Ending, world::World};
use crate::{
    call::{EndReason, machine::Refusal},
    wire::Code,
};

/// One row.
struct Row {
    fault: &'static str,
    /// What happens, by seconds.
    story: &'static [(i64, &'static str)],
    /// The stage at these seconds.
    stages: &'static [(i64, &'static str)],
    ending: Ending,
    /// Credits charged of five held; `None` where nothing was ever held.
    charged: Option<u32>,
    /// Lines placed at OpenAI.
    lines: u32,
}

const fn over(reason: EndReason) -> Ending {
    Ending::Over(reason)
}

const fn refused(code: Code) -> Ending {
    Ending::Refused(Refusal::Code(code))
}

use EndReason::*;

const TABLE: &[Row] = &[
    Row {
        fault: "none",
        story: &[],
        stages: &[(75, "listening"), (82, "speaking"), (90, "listening")],
        ending: over(HungUp),
        charged: Some(2),
        lines: 1,
    },
    Row {
        fault: "3 s without a network",
        story: &[(70, "network gone"), (73, "network back")],
        stages: &[(71, "listening"), (74, "listening")],
        ending: over(HungUp),
        charged: Some(2),
        lines: 1,
    },
    Row {
        fault: "8 s without a network",
        story: &[(70, "network gone"), (78, "network back")],
        stages: &[(77, "listening"), (79, "listening"), (90, "listening")],
        ending: over(HungUp),
        charged: Some(2),
        lines: 1,
    },
    Row {
        fault: "20 s without a network",
        story: &[(70, "network gone"), (90, "network back")],
        stages: &[
            (79, "listening"),
            (81, "reconnecting"),
            (94, "speaking"),
            (99, "listening"),
        ],
        ending: over(HungUp),
        charged: Some(2),
        lines: 2,
    },
    Row {
        fault: "a network that does not come back",
        story: &[(70, "network gone")],
        stages: &[(81, "reconnecting"), (106, "ended")],
        ending: over(ConnectionLost),
        // The tablet can tell nobody; the meter hears its last heartbeat at second 61 and ends it 50 s later.
        charged: Some(2),
        lines: 1,
    },
    Row {
        fault: "the far end dropped",
        story: &[(70, "peer dropped")],
        stages: &[(70, "reconnecting"), (73, "speaking"), (79, "listening")],
        ending: over(HungUp),
        charged: Some(2),
        lines: 2,
    },
    Row {
        fault: "the far end dropped twice",
        story: &[(70, "peer dropped"), (90, "peer dropped")],
        stages: &[(79, "listening"), (91, "ended")],
        ending: over(ConnectionLost),
        // The minute in which it broke is ours.
        charged: Some(2),
        lines: 2,
    },
    Row {
        fault: "the far end dropped twice, and the day's allowance is used",
        story: &[
            (0, "no failure is free"),
            (70, "peer dropped"),
            (90, "peer dropped"),
        ],
        stages: &[(91, "ended")],
        ending: over(ConnectionLost),
        charged: Some(2),
        lines: 2,
    },
    Row {
        fault: "the far end dropped while the edge is out of reach for a moment",
        story: &[(70, "edge gone"), (70, "peer dropped"), (76, "edge back")],
        stages: &[(75, "reconnecting"), (85, "listening")],
        ending: over(HungUp),
        charged: Some(2),
        lines: 2,
    },
    Row {
        fault: "sound frozen",
        story: &[(70, "sound frozen"), (71, "child speaks")],
        stages: &[(75, "speaking"), (78, "reconnecting"), (90, "listening")],
        ending: over(HungUp),
        charged: Some(2),
        lines: 2,
    },
    Row {
        fault: "the token ran out before the call was placed",
        story: &[(0, "token runs out")],
        stages: &[(10, "listening")],
        ending: over(HungUp),
        charged: Some(2),
        lines: 1,
    },
    Row {
        fault: "mint 401",
        story: &[(0, "mint voice_misconfigured")],
        stages: &[(2, "ended")],
        ending: refused(Code::VoiceMisconfigured),
        charged: None,
        lines: 0,
    },
    Row {
        fault: "mint 429",
        story: &[(0, "mint voice_busy")],
        stages: &[(2, "ended")],
        ending: refused(Code::VoiceBusy),
        charged: None,
        lines: 0,
    },
    Row {
        fault: "mint insufficient_quota",
        story: &[(0, "mint voice_quota_exhausted")],
        stages: &[(2, "ended")],
        ending: refused(Code::VoiceQuotaExhausted),
        charged: None,
        lines: 0,
    },
    Row {
        fault: "mint timeout, mint 500",
        story: &[(0, "mint voice_unavailable")],
        stages: &[(2, "ended")],
        ending: refused(Code::VoiceUnavailable),
        charged: None,
        lines: 0,
    },
    Row {
        fault: "the edge out of reach before the call",
        story: &[(0, "edge gone")],
        stages: &[(2, "ended")],
        ending: Ending::Refused(Refusal::Unreachable),
        charged: None,
        lines: 0,
    },
    Row {
        fault: "the edge out of reach for 15 s",
        story: &[(70, "edge gone"), (85, "edge back")],
        stages: &[(79, "listening"), (90, "listening")],
        ending: over(HungUp),
        charged: Some(2),
        lines: 1,
    },
    Row {
        fault: "the edge out of reach for good",
        story: &[(70, "edge gone")],
        // Santa says goodbye by himself before the meter would cut him off.
        stages: &[(90, "listening"), (98, "farewell")],
        ending: over(SaidGoodbye),
        charged: Some(2),
        lines: 1,
    },
    Row {
        fault: "the tab hidden for half a minute",
        story: &[(62, "page hidden"), (92, "page seen")],
        stages: &[(80, "listening"), (95, "listening")],
        ending: over(HungUp),
        charged: Some(2),
        lines: 1,
    },
    Row {
        fault: "the tab hidden for good",
        story: &[(30, "page hidden")],
        stages: &[(80, "listening"), (91, "ended")],
        ending: over(HungUp),
        charged: Some(2),
        lines: 1,
    },
    Row {
        fault: "the screen locked for half a minute, the microphone taken",
        story: &[
            (62, "page hidden"),
            (63, "microphone lost"),
            (92, "page seen"),
        ],
        stages: &[(80, "listening"), (95, "listening")],
        ending: over(HungUp),
        charged: Some(2),
        lines: 1,
    },
    Row {
        fault: "headphones pulled",
        story: &[
            (70, "devices changed"),
            (70, "microphone lost"),
            (70, "play refused"),
            (74, "plays"),
        ],
        stages: &[(71, "listening"), (75, "listening")],
        ending: over(HungUp),
        charged: Some(2),
        lines: 1,
    },
    Row {
        fault: "the camera lost",
        story: &[(70, "camera lost")],
        stages: &[(71, "listening")],
        ending: over(HungUp),
        charged: Some(2),
        lines: 1,
    },
    Row {
        // A tablet that is turned tells the call nothing; that its screen goes on is tried in a browser.
        fault: "the tablet turned",
        story: &[],
        stages: &[(71, "listening")],
        ending: over(HungUp),
        charged: Some(2),
        lines: 1,
    },
    Row {
        fault: "OpenAI's account empty in the middle of a call",
        story: &[(70, "server error insufficient_quota")],
        stages: &[(71, "ended")],
        ending: over(VoiceFailed),
        charged: Some(0),
        lines: 1,
    },
];

#[test]
fn every_fault_has_its_stages_its_ending_and_its_price() {
    let mut faults = Vec::new();
    for row in TABLE {
        if let Err(fault) = play(row) {
            faults.push(format!("{}: {fault}", row.fault));
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// When the child speaks; often enough not to be nudged before second 80.
const TALK: [i64; 6] = [12, 22, 32, 42, 52, 60];

fn play(row: &Row) -> Result<(), String> {
    let mut world = World::new();
    for (_, what) in row.story.iter().filter(|(at, _)| *at == 0) {
        world.happen(what);
    }
    world.happen("tap");
    let mut events: Vec<(i64, &str)> = TALK.map(|second| (second, "child speaks")).to_vec();
    events.extend(row.story.iter().filter(|(at, _)| *at > 0));
    if row.ending == over(HungUp) {
        events.push((100, "hang-up"));
    }
    let mut stages = row.stages.iter().peekable();
    let mut moments: Vec<i64> = events.iter().map(|(at, _)| *at).collect();
    moments.extend(row.stages.iter().map(|(at, _)| *at));
    moments.sort_unstable();
    moments.dedup();
    for moment in moments {
        world.until(moment * 1_000);
        for (_, what) in events.iter().filter(|(at, _)| *at == moment) {
            world.happen(what);
        }
        // What was just told has half a second to arrive.
        world.until(moment * 1_000 + 500);
        while let Some((_, stage)) = stages.next_if(|(at, _)| *at == moment) {
            if world.stage() != *stage {
                return Err(format!(
                    "at {moment} s it is {} and not {stage}\n{:?}",
                    world.stage(),
                    world.said
                ));
            }
        }
    }
    let charged = world.settled();
    let ending = world.machine.view(0).ending;
    if ending != Some(row.ending) || charged != row.charged || world.lines() != row.lines {
        return Err(format!(
            "it ended {ending:?}, charged {charged:?}, over {} lines\n{:?}",
            world.lines(),
            world.said
        ));
    }
    Ok(())
}

#[test]
fn a_silent_child_is_nudged_told_a_rhyme_and_said_goodbye_to() {
    let mut world = World::new();
    world.happen("tap");
    let charged = world.settled();
    assert_eq!(world.machine.view(0).ending, Some(over(SaidGoodbye)));
    let cues: Vec<&str> = world
        .said
        .iter()
        .filter_map(|said| said.strip_prefix("respond "))
        .collect();
    assert_eq!(cues, ["nudge", "nudge", "rhyme", "farewell"]);
    assert_eq!(charged, Some(2));
}
