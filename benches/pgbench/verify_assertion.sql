\set n random(1, :sample)
SELECT badges.verify_assertion((bench.ids())[:n]);
