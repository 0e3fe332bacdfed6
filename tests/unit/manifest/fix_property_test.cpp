#include <cstdio>
#include <cstdlib>

#include "engine/manifest/disk.h"
#include "engine/manifest/mend.h"
#include "tests/unit/manifest/fixes.h"

using namespace armillary;

namespace {

struct Counts {
    std::size_t findings = 0, withFix = 0, made = 0, refused = 0;
};

/// Every fix of every finding of each file by itself, and then all that are plain at once.
void tryAll(const std::string& root) {
    const auto files = manifest::manifestsAt(root);
    REQUIRE_MESSAGE(files, (files ? std::string() : files.error()));
    std::map<std::string, Counts> byRule;
    std::map<std::string, std::size_t> refusals;
    std::size_t plain = 0, before = 0, left = 0;
    for (const auto& path : *files) {
        auto bytes = manifest::readBytes(path);
        if (!bytes) continue;
        const test::Sources all = {{path.string(), std::move(*bytes)}};
        const auto findings = manifest::check(all);
        for (const auto& finding : findings) {
            Counts& counts = byRule[std::string(finding.id)];
            ++counts.findings;
            if (!finding.fixes.empty()) ++counts.withFix;
            for (const auto& fix : finding.fixes) {
                std::string why;
                ++(test::mended(all, finding, fix, &why).empty() ? counts.refused : counts.made);
                if (!why.empty()) ++refusals[why];
            }
        }
        const auto mended = manifest::mend(all);
        before += findings.size();
        left += mended.left.size();
        plain += mended.made;
        CHECK(manifest::mend(mended.sources).made == 0);
    }
    for (const auto& [id, counts] : byRule)
        std::printf("%s: %zu findings, %zu with fixes, %zu made, %zu refused\n", id.c_str(), counts.findings,
                    counts.withFix, counts.made, counts.refused);
    for (const auto& [why, times] : refusals) std::printf("refused %zu times: %s\n", times, why.c_str());
    std::printf("%zu files: %zu findings, %zu plain fixes made at once, %zu findings left\n", files->size(), before,
                plain, left);
}

}  // namespace

TEST_CASE("Each fix of the project's own manifests mends what it is about, and nothing else changes") {
    tryAll(OWN_MANIFESTS);
    tryAll(MANIFEST_SAMPLES);
}

TEST_CASE("Each fix of a corpus mends what it is about, and nothing else changes") {
    if (const char* corpus = std::getenv("ARMILLARY_CORPUS")) tryAll(corpus);
}
