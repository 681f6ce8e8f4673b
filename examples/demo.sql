-- The demonstration `make demo` shows, run by psql in a fresh database.
\echo 'The extension'
CREATE EXTENSION badges;
SELECT extname AS extension, extversion AS version FROM pg_extension WHERE extname = 'badges';
