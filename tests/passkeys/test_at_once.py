"""Answers that arrive at the same moment: one wins."""

import unittest

from psycopg.types.json import Jsonb

from authenticator import Authenticator
from ceremonies import Site
from sessions import at_once

FINISH_SIGN_IN = "SELECT verified, reason FROM badges.webauthn_finish_authentication(%s, %s)"
FINISH_REGISTRATION = "SELECT verified, reason FROM badges.webauthn_finish_registration(%s, %s)"


class AtOnce(Site):
    def test_one_of_many_equal_answers_signs_in(self):
        self.register()
        started = self.start_sign_in()
        credential = Jsonb(self.browser.get(started.options))
        rows = at_once(FINISH_SIGN_IN, lambda _: (started.token_id, credential))
        self.assertEqual(sorted(rows, key=str), [(False, "invalid")] * (len(rows) - 1) + [(True, None)])

    def test_one_of_many_equal_answers_registers(self):
        started = self.start_registration()
        credential = Jsonb(self.browser.create(started.options))
        rows = at_once(FINISH_REGISTRATION, lambda _: (started.token_id, credential))
        self.assertEqual(sorted(rows, key=str), [(False, "invalid")] * (len(rows) - 1) + [(True, None)])

    def test_of_answers_with_the_same_counter_one_signs_in(self):
        self.register()
        answers = []
        for _ in range(8):
            started = self.start_sign_in()
            answers.append((started.token_id, Jsonb(self.browser.get(started.options, sign_count=7))))
        rows = at_once(FINISH_SIGN_IN, lambda index: answers[index], len(answers))
        self.assertEqual(sorted(rows, key=str), [(False, "clone_suspected")] * 7 + [(True, None)])

    def test_different_passkeys_do_not_wait_for_each_other_in_vain(self):
        browsers = [Authenticator() for _ in range(8)]
        for browser in browsers:
            self.register(browser)
        answers = []
        for browser in browsers:
            started = self.start_sign_in(self.address)
            answers.append((started.token_id, Jsonb(browser.get(started.options))))
        rows = at_once(FINISH_SIGN_IN, lambda index: answers[index], len(answers))
        self.assertEqual(rows, [(True, None)] * 8)


if __name__ == "__main__":
    unittest.main()
