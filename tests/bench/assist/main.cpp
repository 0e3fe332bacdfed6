// What helps while somebody types in a manifest of 2,000 lines, and the search through all fields of a form.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <format>
#include <functional>
#include <string>
#include <vector>

#include "engine/manifest/assist.h"

using namespace armillary;

namespace {

constexpr std::size_t kContainers = 140, kRounds = 100;

/// A Deployment of 2,000 lines, as people write them.
std::string deployment() {
    std::string text =
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels: {app: "
        "web}\n"
        "  template:\n    metadata:\n      labels: {app: web}\n    spec:\n      containers:\n";
    for (std::size_t i = 0; i < kContainers; ++i)
        text += std::format(
            "      # does one thing\n      - name: worker-{0}\n        image: registry.example/worker:1.{0}\n"
            "        args: [\"--queue\", \"jobs-{0}\"]\n        env:\n        - name: TOKEN\n          valueFrom:\n"
            "            secretKeyRef:\n              name: tokens\n              key: token-{0}\n"
            "        resources:\n          requests:\n            cpu: 100m\n        ports:\n",
            i);
    return text;
}

void measure(const char* name, double budget, const std::function<bool()>& work) {
    std::vector<double> costs;
    for (std::size_t i = 0; i < kRounds; ++i) {
        const auto before = std::chrono::steady_clock::now();
        if (!work()) std::abort();
        costs.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - before).count());
    }
    std::ranges::sort(costs);
    for (const auto& [share, value] : {std::pair{"p50", costs[kRounds / 2]}, std::pair{"p99", costs[kRounds - 2]}})
        std::printf("{\"name\":\"assist_%s_%s\",\"value\":%.3f,\"unit\":\"ms\",\"budget\":%.3f,\"met\":%s}\n", name,
                    share, value, budget, value <= budget ? "true" : "false");
}

}  // namespace

int main() {
    const std::string text = deployment();
    const std::size_t middle = text.find("name: tokens", text.size() / 2);
    std::string typed = text;
    typed.insert(text.find("        resources:", middle), "        li\n");
    const std::size_t at = typed.find("        li\n", middle) + 10;
    const auto root = manifest::FieldType::ofObject("apps/v1", "Deployment");
    measure("completions_in_2000_lines", 8, [&] { return manifest::completions(typed, at, {}).size() == 2; });
    measure("hover_in_2000_lines", 8, [&] { return manifest::hover(text, middle).has_value(); });
    measure("definition_in_2000_lines", 50, [&] { return manifest::definitionAt(text, middle, "x").has_value(); });
    measure("folds_of_2000_lines", 8, [&] { return manifest::foldsOf(text).size() > kContainers; });
    measure("search_of_all_fields", 50, [&] { return !manifest::searchFields(root, "tolerat").empty(); });
}
