-- A database to measure in: the extension, one issuer, one badge class, somebody to call the functions.
SET client_min_messages = warning;
CREATE EXTENSION badges;
CREATE SCHEMA bench;
CREATE TABLE bench.badge AS
SELECT b.badge_id, b.issuer_id, b.badge_json ->> 'id' AS url
  FROM badges.create_issuer('{"name": "Example School", "url": "https://school.example.org",
                              "email": "badges@school.example.org"}') AS i,
       badges.create_badge_class(i.issuer_id, '{"name": "First program", "description": "Wrote a first program",
                                                "image": "https://school.example.org/program.png",
                                                "criteria": {"narrative": "Write a program that compiles."}}') AS b;
