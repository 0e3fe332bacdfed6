#pragma once

#include <doctest/doctest.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "engine/gitops/child/command.h"
#include "engine/gitops/source/fetch.h"

namespace armillary::gitops {

/// A repository in a temporary folder, made by real git.
class TestRepository {
public:
    TestRepository() {
        std::string name = (std::filesystem::temp_directory_path() / "armillary-gitops.XXXXXX").string();
        REQUIRE(mkdtemp(name.data()) != nullptr);
        root = std::filesystem::canonical(name);
        git({"init", "--quiet", "--initial-branch=main", "."});
    }
    ~TestRepository() { std::filesystem::remove_all(root); }
    TestRepository(const TestRepository&) = delete;

    void write(const std::string& path, const std::string& content) const {
        std::filesystem::create_directories((root / path).parent_path());
        std::ofstream(root / path, std::ios::binary) << content;
    }
    void commit() const {
        git({"add", "--all"});
        git({"commit", "--quiet", "--allow-empty", "--message=x"});
    }
    void git(std::vector<std::string> arguments) const {
        std::vector<std::string> words = {
            "-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "core.hooksPath=/dev/null"};
        words.insert(words.end(), arguments.begin(), arguments.end());
        ChildRunner runner;
        const auto outcome =
            runner.run({.program = findProgram("git"),
                        .arguments = words,
                        .environment = {"PATH=/usr/bin:/bin", "HOME=/nonexistent", "GIT_CONFIG_NOSYSTEM=1"},
                        .folder = root},
                       {});
        REQUIRE(outcome);
        INFO(outcome->errors);
        REQUIRE(outcome->exitCode == 0);
    }
    std::string bytesOf(const std::string& path) const {
        std::ifstream file(root / path, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }

    std::filesystem::path root;
};

}  // namespace armillary::gitops
