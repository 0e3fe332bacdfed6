// The watch cache in memory: a list of 10,000 objects, how long it holds up the writer, and one change on its way to
// 1,000 watchers.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <format>
#include <thread>

#include "engine/store/memory/memory_store.h"
#include "engine/watch/cache.h"

using namespace armillary;

namespace {

constexpr int kObjects = 10'000;
constexpr int kWatchers = 1000;
constexpr int kRounds = 200;

using Clock = std::chrono::steady_clock;

double millisecondsSince(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

double percentile(std::vector<double> values, double share) {
    std::ranges::sort(values);
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

void print(const char* name, double value, const char* unit, double budget) {
    std::printf("{\"name\":\"%s\",\"value\":%.4f,\"unit\":\"%s\",\"budget\":%.3f,\"met\":%s}\n", name, value, unit,
                budget, value <= budget ? "true" : "false");
}

std::string podJson(int number, int version) {
    return std::format(R"({{"kind":"Pod","apiVersion":"v1","metadata":{{"name":"pod-{}","namespace":"ns-{}","labels":)"
                       R"({{"app":"web","version":"{}"}}}},"spec":{{"containers":[{{"name":"c","image":"{}"}}]}}}})",
                       number, number % 20, version, std::string(1000, 'i'));
}

class Frames final : public watch::Watcher {
public:
    bool deliver(const watch::EventRef& event) override {
        bytes += event->jsonFrame(event->type())->size();
        return true;
    }
    void progress(watch::Revision) override {}
    std::size_t bytes = 0;
};

}  // namespace

int main() {
    auto store = store::makeMemoryStore();
    for (int i = 0; i < kObjects; ++i) {
        if (!store->create(watch::storeKey("/pods", std::format("ns-{}", i % 20), std::format("pod-{}", i)),
                           podJson(i, 0)))
            return 1;
    }
    const auto loading = Clock::now();
    auto cache = watch::Cache::create(*store);
    if (!cache) return 1;
    print("cache_load_10000", millisecondsSince(loading), "ms", 500);

    std::vector<double> lists;
    for (int round = 0; round < kRounds; ++round) {
        const auto start = Clock::now();
        if ((*cache)->list("/pods").objects.size() != kObjects) return 1;
        lists.push_back(millisecondsSince(start));
    }
    print("cache_list_10000_p50", percentile(lists, 0.5), "ms", 1);

    const auto writes = [&](int from) {
        std::vector<double> times;
        for (int i = from; i < from + kRounds; ++i) {
            const std::string key = watch::storeKey("/pods", std::format("ns-{}", i % 20), std::format("pod-{}", i));
            const auto at = store->get(key)->modified;
            const auto start = Clock::now();
            if (!store->update(key, podJson(i, 1), at)) std::abort();
            times.push_back(millisecondsSince(start));
        }
        return times;
    };
    print("cache_write_p99", percentile(writes(0), 0.99), "ms", 1);
    {
        std::jthread reader([&](const std::stop_token& stop) {
            while (!stop.stop_requested()) static_cast<void>((*cache)->list("/pods"));
        });
        print("cache_write_beside_lists_p50", percentile(writes(kRounds), 0.5), "ms", 0.5);
    }
    std::vector<Frames> watchers(kWatchers);
    std::vector<std::unique_ptr<watch::Registration>> registrations;
    for (Frames& watcher : watchers)
        registrations.push_back((*cache)->watch("/pods", (*cache)->revision(), watcher).value());
    print("cache_fan_out_1000_watchers_p99", percentile(writes(2 * kRounds), 0.99), "ms", 2);
    for (const Frames& watcher : watchers) {
        if (watcher.bytes != watchers.front().bytes || watcher.bytes == 0) return 1;
    }
}
