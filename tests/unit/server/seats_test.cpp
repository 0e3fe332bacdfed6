#include <doctest/doctest.h>

#include <vector>

#include "engine/server/fairness/seats.h"

using armillary::server::fairness::LevelLimits;
using armillary::server::fairness::Seats;
using armillary::server::fairness::Ticket;
using State = Ticket::State;
using Tickets = std::vector<std::unique_ptr<Ticket>>;

namespace {

LevelLimits level(std::string name, std::uint32_t shares) {
    return {.name = std::move(name), .shares = shares, .borrowingPercent = 0, .queues = 2, .queueLength = 3};
}

std::size_t seated(const Tickets& tickets) {
    std::size_t count = 0;
    for (const auto& ticket : tickets) count += ticket->state() == State::Seated;
    return count;
}

}  // namespace

TEST_CASE("a level has its share of the seats; the next ones wait in queues, and the last are rejected") {
    Seats seats(10);
    seats.configure({level("a", 10), level("b", 40)});
    Tickets tickets;
    for (int i = 0; i < 6; ++i) tickets.push_back(seats.enter("a", 0));
    CHECK(seated(tickets) == 2);
    CHECK(tickets[4]->state() == State::Waiting);
    CHECK(tickets[5]->state() == State::Rejected);
    CHECK(seats.enter("b", 0)->state() == State::Seated);
    CHECK(seats.enter("none", 0) == nullptr);

    bool called = false;
    tickets[2]->whenOver([&] { called = true; });
    tickets[0].reset();
    CHECK(called);
    CHECK(tickets[2]->state() == State::Seated);
    CHECK(tickets[3]->settle() == State::Rejected);
    tickets[1].reset();
    CHECK(tickets[4]->settle() == State::Seated);
}

TEST_CASE("flows that wait are served in turn") {
    Seats seats(1);
    seats.configure({level("a", 1)});
    auto first = seats.enter("a", 0);
    std::vector<std::string> order;  // outlives the tickets, of which some are still to be seated
    Tickets many, one;
    for (int i = 0; i < 3; ++i) many.push_back(seats.enter("a", 0));
    one.push_back(seats.enter("a", 1));
    for (const auto& ticket : many) ticket->whenOver([&] { order.emplace_back("many"); });
    one[0]->whenOver([&] { order.emplace_back("one"); });
    first.reset();
    many[0].reset();
    one[0].reset();
    CHECK(order == std::vector<std::string>{"many", "one", "many"});
}

TEST_CASE("a level borrows what others lend, and those get theirs back") {
    Seats seats(10);
    LevelLimits lender = level("lender", 5), borrower = level("borrower", 5);
    lender.lendablePercent = 60;
    borrower.borrowingPercent = 100;
    seats.configure({lender, borrower});
    Tickets borrowed, own;
    for (int i = 0; i < 9; ++i) borrowed.push_back(seats.enter("borrower", 0));
    CHECK(seated(borrowed) == 8);
    for (int i = 0; i < 5; ++i) own.push_back(seats.enter("lender", 0));
    CHECK(seated(own) == 5);
    // Nothing is idle any more, so that who leaves makes no room for the one who waits.
    borrowed.erase(borrowed.begin(), borrowed.begin() + 3);
    CHECK(seated(borrowed) == 5);
    borrowed.erase(borrowed.begin());
    CHECK(seated(borrowed) == 5);
}

TEST_CASE("a level that is configured anew keeps who is there") {
    Seats seats(4);
    seats.configure({level("a", 1), level("b", 3)});
    auto sitting = seats.enter("a", 0);
    auto waiting = seats.enter("a", 0);
    seats.configure({level("a", 2), level("b", 2)});
    CHECK(waiting->state() == State::Seated);
    seats.configure({level("b", 1)});
    CHECK(seats.enter("a", 0) == nullptr);
    CHECK(seats.states().size() == 2);
    sitting.reset();
    waiting.reset();
    CHECK(seats.states().size() == 1);
    seats.configure({level("b", 1), level("c", 1)});
    CHECK(seats.enter("c", 0)->state() == State::Seated);
}
