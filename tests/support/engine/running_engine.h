#pragma once

#include <doctest/doctest.h>
#include <stdlib.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "engine/runtime/engine.h"

namespace armillary::test {

struct TemporaryDir {
    std::filesystem::path path;
    TemporaryDir() {
        std::string pattern = (std::filesystem::temp_directory_path() / "armillary-engine.XXXXXX").string();
        path = mkdtemp(pattern.data());
    }
    ~TemporaryDir() { std::filesystem::remove_all(path); }
};

/// Polls until `holds`, at most `limit`.
template <class Condition>
bool eventually(Condition holds, std::chrono::seconds limit = std::chrono::seconds(60)) {
    for (const auto end = std::chrono::steady_clock::now() + limit; std::chrono::steady_clock::now() < end;
         std::this_thread::sleep_for(std::chrono::milliseconds(20)))
        if (holds()) return true;
    return holds();
}

inline std::unique_ptr<runtime::Engine> started(const runtime::EngineConfig& config) {
    auto engine = runtime::Engine::start(config);
    REQUIRE_MESSAGE(engine.has_value(), (engine ? std::string() : engine.error()));
    return std::move(*engine);
}

}  // namespace armillary::test
