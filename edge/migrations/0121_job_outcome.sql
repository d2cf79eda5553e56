-- What a job for Stripe has come to, once it is done.
ALTER TABLE provider_jobs ADD COLUMN outcome TEXT
    CHECK (outcome IN ('done', 'nothing_left', 'by_the_bank', 'by_hand'));
