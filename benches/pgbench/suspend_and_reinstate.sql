\set n random(1, :sample)
SELECT badges.suspend_assertion((bench.ids())[:n]);
SELECT badges.reinstate_assertion((bench.ids())[:n]);
