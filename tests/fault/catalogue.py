"""The catalogue of faults that Loket is held against: each with the tests that prove it, by file.

`test_catalogue.py` fails where one of them cannot be collected.
"""

from __future__ import annotations

CATALOGUE: dict[str, dict[str, tuple[str, ...]]] = {
    "hub killed between reservation and answer": {
        "fault/test_simulation.py": (
            "test_what_happens_to_a_reservation_on_its_way_gives_nobody_two_counters[server_killed]",
            "test_what_happens_to_a_number_on_its_way_prints_none_twice[server_killed]",
        ),
    },
    "answer lost after a reservation": {
        "fault/test_simulation.py": (
            "test_what_happens_to_a_reservation_on_its_way_gives_nobody_two_counters[answer_lost]",
            "test_what_happens_to_a_number_on_its_way_prints_none_twice[answer_lost]",
            "test_a_joining_whose_answer_was_lost_shuts_nobody_out",
        ),
    },
    "asymmetric cut": {
        "fault/test_simulation.py": ("test_a_line_cut_in_one_direction_loses_nothing",),
    },
    "one byte a second": {
        "fault/test_simulation.py": (
            "test_at_one_byte_a_second_nothing_is_lost_and_no_clerk_waits_for_it",
        ),
    },
    "two promotions in a partition": {
        "fault/test_simulation.py": (
            "test_two_promotions_in_a_partition_end_with_one_hub_and_no_number_twice",
            "test_two_hubs_in_a_partition_give_no_lane_twice",
        ),
    },
    "old hub returns": {
        "fault/test_simulation.py": ("test_an_old_hub_that_returns_decides_nothing",),
        "server/test_relaying.py": (
            "test_another_pc_goes_on_as_hub_and_the_old_one_comes_back_as_none",
        ),
    },
    "clock ten years on, a day back, CMOS 2009": {
        "fault/test_simulation.py": ("test_a_wrong_clock_changes_no_number_and_no_order",),
    },
    "midnight while cut off": {
        "fault/test_simulation.py": ("test_midnight_while_cut_off_mixes_no_days",),
    },
    "disk cloned with both running": {
        "fault/test_copied_stores.py": (
            "test_a_disk_cloned_with_both_running_loses_no_event_and_repeats_no_number_once_they_met",
        ),
    },
    "yesterday's store restored": {
        "fault/test_copied_stores.py": (
            "test_a_store_put_back_from_yesterday_gets_its_tail_again_and_numbers_anew",
        ),
        "server/test_backup.py": (
            "test_stations_send_again_what_a_central_put_back_to_yesterdays_copy_lacks",
        ),
    },
    "20 stations back after 30 days": {
        "fault/test_simulation.py": (
            "test_twenty_counters_back_at_once_after_thirty_days_send_all_they_did",
            "test_counters_back_after_thirty_days_send_all_they_did",
        ),
    },
    "captive portal": {
        "fault/test_captive_portal.py": (
            "test_a_morning_behind_a_sign_in_page_is_sent_whole_once_somebody_signs_in",
        ),
        "sync/test_engine.py": ("test_what_is_no_answer_of_central_acknowledges_nothing",),
    },
    "batch duplicated, reordered": {
        "server/test_events.py": ("test_a_repeated_and_reordered_batch_changes_nothing",),
        "fault/test_bad_line.py": ("test_two_stations_over_a_bad_line_end_with_centrals_log",),
    },
    "batch split at every byte": {
        "fault/test_simulation.py": (
            "test_a_request_split_at_any_byte_is_stored_whole_and_once",
            "test_a_request_cut_at_any_byte_stores_nothing",
        ),
    },
    "forged node, branch, actor": {
        "server/test_joining.py": (
            "test_a_forged_event_is_refused_whole_and_recorded_by_its_ids",
            "test_a_node_cannot_write_into_anothers_chain",
            "test_a_head_that_the_node_did_not_sign_stores_nothing",
        ),
    },
    "same seq with two hashes": {
        "fault/test_copied_stores.py": (
            "test_of_two_events_with_one_seq_the_first_stays_and_the_second_is_refused_and_told",
        ),
    },
    "revoked while offline": {
        "fault/test_simulation.py": (
            "test_a_station_removed_while_away_is_refused_and_keeps_what_it_did",
        ),
        "server/test_joining.py": ("test_a_removed_node_is_refused_and_loses_nothing",),
    },
    "enrolment code guessed": {
        "server/test_joining.py": ("test_guessing_codes_is_slowed_down_and_ends_by_itself",),
    },
    "enrolment code replayed": {
        "server/test_joining.py": (
            "test_a_code_used_by_another_node_is_refused",
            "test_a_removed_node_does_not_come_back_by_the_code_it_used",
            "test_a_joining_that_comes_again_late_shuts_nobody_out",
        ),
    },
    "enrolment code expired": {
        "server/test_joining.py": ("test_a_code_expires_after_a_day",),
    },
    "unknown critical kind": {
        "fault/test_poison.py": (
            "test_a_poison_event_amid_five_hundred_harms_its_own_ticket_and_nothing_else",
        ),
        "store/test_replay.py": (
            "test_a_release_that_knows_more_folds_what_the_one_before_could_not",
        ),
    },
    "old station with new hub, new station with old hub": {
        "fault/test_releases.py": (
            "test_what_an_older_node_does_not_know_it_keeps_sends_on_and_reads_once_upgraded",
            "test_an_older_counter_cannot_write_to_what_it_cannot_read_and_calls_whoever_is_next",
            "test_alone_an_older_counter_calls_past_what_it_cannot_read",
            "test_newer_counters_of_an_older_hub_call_everybody",
            "test_a_kind_that_is_not_critical_is_read_once_the_node_is_upgraded",
            "test_a_protocol_that_a_node_does_not_speak_is_refused_and_stores_nothing",
            "test_a_random_day_of_two_releases_ends_sound_once_all_are_upgraded",
        ),
        "sync/test_wire.py": ("test_a_batch_of_another_release_with_more_fields_still_reads",),
        "store/test_golden.py": (
            "test_a_store_of_every_release_opens_and_folds_to_the_rows_it_had",
        ),
    },
    "poison event amid 500": {
        "fault/test_poison.py": (
            "test_a_poison_event_amid_five_hundred_harms_its_own_ticket_and_nothing_else",
        ),
        "store/test_replay.py": ("test_poison_quarantines_its_entity_and_never_the_batch",),
    },
    "5 GB body": {
        "fault/test_large_bodies.py": (
            "test_a_body_of_five_gigabytes_is_refused_early_and_fills_no_memory",
        ),
    },
    "zstd bomb": {
        "fault/test_bombs.py": (
            "test_bombs_from_a_station_are_refused_in_bounded_memory_and_the_server_goes_on",
            "test_a_bomb_from_nobody_is_refused_before_it_is_opened",
        ),
    },
    "printer dying at every byte of one ticket": {
        "fault/test_printer_dying.py": (
            "test_a_printer_that_dies_at_any_byte_never_costs_a_number",
        ),
    },
    "kiosk's disk full": {
        "fault/test_disk_full.py": (
            "test_a_full_disk_costs_nothing_that_was_filed_or_given[kiosk]",
        ),
    },
    "board's line cut in mid-call": {
        "server/test_board_node.py": (
            "test_a_line_cut_in_mid_call_loses_no_call_and_says_none_twice",
        ),
    },
}


def named() -> list[str]:
    """Every test of the catalogue, as pytest names it."""
    return sorted(
        {
            f"tests/{file}::{name}"
            for files in CATALOGUE.values()
            for file, names in files.items()
            for name in names
        }
    )
