#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "engine/controllers/deployment/sizes.h"

using namespace armillary;
using namespace armillary::controllers::deployment;
using Sizes = std::vector<std::int32_t>;

namespace {

appsv1::Deployment rolling(std::int32_t replicas, schema::IntOrString surge, schema::IntOrString unavailable) {
    appsv1::Deployment deployment;
    deployment.spec.replicas = replicas;
    deployment.spec.strategy.type = "RollingUpdate";
    deployment.spec.strategy.rollingUpdate.ensure().maxSurge = surge;
    deployment.spec.strategy.rollingUpdate->maxUnavailable = unavailable;
    return deployment;
}

std::string text(const Limits& limits) {
    return std::to_string(limits.maxSurge) + "/" + std::to_string(limits.maxUnavailable);
}

}  // namespace

TEST_CASE("surge rounds up, unavailable down, and a rollout can always move") {
    using namespace std::string_literals;
    CHECK(text(limitsOf(rolling(10, "25%"s, "25%"s))) == "3/2");
    CHECK(text(limitsOf(rolling(1, "25%"s, "25%"s))) == "1/0");
    CHECK(text(limitsOf(rolling(4, "0%"s, "10%"s))) == "0/1");
    CHECK(text(limitsOf(rolling(3, 0, 5))) == "0/3");
    CHECK(text(limitsOf(rolling(0, "25%"s, "25%"s))) == "0/0");
    appsv1::Deployment recreate;
    recreate.spec.replicas = 4;
    recreate.spec.strategy.type = "Recreate";
    CHECK(text(limitsOf(recreate)) == "0/0");
}

TEST_CASE("unhealthy old pods go first, then the oldest set's") {
    const Limits limits{.wanted = 10, .maxSurge = 2, .maxUnavailable = 2};
    CHECK(oldSetSizes(limits, {0, 0},
                      {{.replicas = 5, .available = 5, .created = 1}, {.replicas = 5, .available = 2, .created = 2}}) ==
          Sizes{5, 3});
    CHECK(oldSetSizes(limits, {2, 2},
                      {{.replicas = 5, .available = 5, .created = 2}, {.replicas = 5, .available = 5, .created = 1}}) ==
          Sizes{5, 1});
    // New pods that are not available are not to be counted on.
    CHECK(oldSetSizes(limits, {4, 0}, {{.replicas = 8, .available = 8, .created = 1}}) == Sizes{8});
}

TEST_CASE("a scaling in the middle of a rollout is shared in proportion, the largest taking the remainder") {
    const Limits limits{.wanted = 15, .maxSurge = 3, .maxUnavailable = 2};
    // The documentation's example: 8 old and 5 new pods of 10 with surge 3, scaled to 15.
    const Sizes grown = proportionalSizes(
        limits, {{.replicas = 8, .annotatedMax = 13, .created = 1}, {.replicas = 5, .annotatedMax = 13, .created = 2}},
        13);
    CHECK(grown == Sizes{11, 7});
    CHECK(proportionalSizes({}, {{.replicas = 8}, {.replicas = 5}}, 13) == Sizes{0, 0});
}

TEST_CASE("proportions add up to what is allowed, whatever the sets") {
    std::mt19937 random(7);
    for (int round = 0; round < 5000; ++round) {
        Limits limits{.wanted = static_cast<std::int32_t>(random() % 50),
                      .maxSurge = static_cast<std::int32_t>(random() % 10)};
        std::vector<SetSize> sets(1 + random() % 5);
        const std::int32_t before = static_cast<std::int32_t>(random() % 60);
        for (auto& set : sets)
            set = {static_cast<std::int32_t>(1 + random() % 20), 0, before, static_cast<std::int64_t>(random() % 100)};
        const auto sizes = proportionalSizes(limits, sets, 10);
        const std::int32_t allowed = limits.wanted > 0 ? limits.wanted + limits.maxSurge : 0;
        CHECK(std::ranges::all_of(sizes, [](std::int32_t size) { return size >= 0; }));
        CHECK(std::accumulate(sizes.begin(), sizes.end(), 0) >= allowed);
    }
}

TEST_CASE("a rolling update never has too many pods, never takes too many available ones, and ends") {
    std::mt19937 random(42);
    for (int round = 0; round < 2000; ++round) {
        const auto wanted = static_cast<std::int32_t>(1 + random() % 20);
        Limits limits{wanted, static_cast<std::int32_t>(random() % 5), static_cast<std::int32_t>(random() % 5)};
        limits.maxUnavailable = std::min(limits.maxUnavailable, wanted);
        if (limits.maxSurge == 0 && limits.maxUnavailable == 0) limits.maxUnavailable = 1;
        SetSize fresh;
        std::vector<SetSize> old(1 + random() % 2);
        old[0] = {wanted, wanted, 0, 1};
        for (std::size_t i = 1; i < old.size(); ++i) old[i] = {0, 0, 0, 2};
        int steps = 0;
        while (fresh.available < wanted || old[0].replicas > 0) {
            REQUIRE(++steps < 10'000);
            const auto pods = [&] {
                return fresh.replicas + std::accumulate(old.begin(), old.end(), 0,
                                                        [](int sum, const auto& set) { return sum + set.replicas; });
            };
            const std::int32_t grown = newSetSize(limits, fresh.replicas, old);
            if (grown != fresh.replicas) {
                fresh.replicas = grown;
                REQUIRE(pods() <= wanted + limits.maxSurge);
            } else {
                const auto sizes = oldSetSizes(limits, fresh, old);
                for (std::size_t i = 0; i < old.size(); ++i) {
                    REQUIRE(sizes[i] <= old[i].replicas);
                    // The replica set lets pods that do not serve go first.
                    old[i].replicas = sizes[i];
                    old[i].available = std::min(old[i].available, sizes[i]);
                }
                const int available = fresh.available + old[0].available + (old.size() > 1 ? old[1].available : 0);
                REQUIRE(available >= wanted - limits.maxUnavailable);
            }
            // Now and then a pod comes up, whatever the controller does.
            if (random() % 2 && fresh.available < fresh.replicas) ++fresh.available;
        }
        CHECK(fresh.replicas == wanted);
    }
}
