// How long it takes until an offline cluster of thousands of pods is there, for whoever measures the window with them;
// and how long until the sample of `armillary --offline` has come to rest.
#include <chrono>
#include <cstdio>
#include <string>

#include "app/offline/offline_cluster.h"

namespace {

using armillary::app::OfflineOptions;

bool measure(const std::string& name, const OfflineOptions& options, double budget) {
    const auto begin = std::chrono::steady_clock::now();
    const auto cluster = armillary::app::makeOfflineCluster(options);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
    if (!cluster) {
        std::fprintf(stderr, "%s: %s\n", name.c_str(), cluster.error().c_str());
        return false;
    }
    std::printf("{\"name\":\"%s\",\"value\":%.0f,\"unit\":\"ms\",\"budget\":%.0f,\"met\":%s}\n", name.c_str(),
                took.count(), budget, took.count() <= budget ? "true" : "false");
    std::fflush(stdout);
    return true;
}

}  // namespace

int main() {
    bool done = measure("offline_start", {}, 2000);
    done = measure("offline_1000_pods", {.nodes = 50, .pods = 1000, .controllers = false}, 1000) && done;
    done = measure("offline_5000_pods", {.nodes = 500, .pods = 5000, .controllers = false}, 3000) && done;
    done = measure("offline_20000_pods", {.nodes = 5000, .pods = 20'000, .controllers = false}, 8000) && done;
    return done ? 0 : 1;
}
