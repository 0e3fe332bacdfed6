// Durable writes a second, by one writer and by 32: what one fsync each costs, and what sharing it saves.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <thread>

#include "engine/store/sqlite/sqlite_store.h"

using namespace armillary::store;

namespace {

constexpr auto kDuration = std::chrono::seconds(3);
const std::string kValue(1200, 'v');  ///< a small ConfigMap with its metadata

void print(const char* name, double value, const char* unit, double budget, bool met) {
    std::printf("{\"name\":\"%s\",\"value\":%.3f,\"unit\":\"%s\",\"budget\":%.3f,\"met\":%s}\n", name, value, unit,
                budget, met ? "true" : "false");
}

struct Outcome {
    double perSecond;
    double medianMilliseconds;
};

Outcome run(Store& store, int threads) {
    using Clock = std::chrono::steady_clock;
    std::vector<std::vector<double>> times(static_cast<std::size_t>(threads));
    const auto start = Clock::now();
    {
        std::vector<std::jthread> writers;
        for (int thread = 0; thread < threads; ++thread) {
            writers.emplace_back([&, thread] {
                for (int i = 0; Clock::now() - start < kDuration; ++i) {
                    const auto before = Clock::now();
                    const std::string key = "/" + std::to_string(threads) + "/" + std::to_string(thread) + "/";
                    if (!store.create(key + std::to_string(i), kValue)) std::abort();
                    times[static_cast<std::size_t>(thread)].push_back(
                        std::chrono::duration<double, std::milli>(Clock::now() - before).count());
                }
            });
        }
    }
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    std::vector<double> all;
    for (const auto& one : times) all.insert(all.end(), one.begin(), one.end());
    std::ranges::nth_element(all, all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2));
    return {static_cast<double>(all.size()) / seconds, all[all.size() / 2]};
}

}  // namespace

/// bench_store [FOLDER]: the state file is made there (the disk to be measured), by default in the current folder.
int main(int count, char** arguments) {
    std::string folder = std::string(count > 1 ? arguments[1] : ".") + "/bench-store-XXXXXX";
    if (!mkdtemp(folder.data())) return std::perror(folder.c_str()), 1;
    {
        auto store = openSqliteStore({.path = folder + "/state.db"});
        if (!store) return std::fprintf(stderr, "%s\n", store.error().message.c_str()), 1;
        const Outcome one = run(**store, 1);
        print("store_write_p50_1_thread", one.medianMilliseconds, "ms", 1, one.medianMilliseconds <= 1);
        print("store_writes_1_thread", one.perSecond, "1/s", 1000, one.perSecond >= 1000);
        const Outcome many = run(**store, 32);
        print("store_writes_32_threads", many.perSecond, "1/s", 4000, many.perSecond >= 4000);
    }
    std::filesystem::remove_all(folder);
}
