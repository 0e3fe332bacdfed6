#include "engine/async/file.h"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <fstream>

using namespace armillary::async;

namespace {

struct Folder {
    Folder() { REQUIRE(::mkdtemp(path.data())); }
    ~Folder() { std::filesystem::remove_all(path); }
    std::filesystem::path write(const char* name, const std::string& content) const {
        const auto file = std::filesystem::path(path) / name;
        std::ofstream(file, std::ios::binary) << content;
        return file;
    }
    std::string path = "/tmp/armillary-file.XXXXXX";
};

}  // namespace

TEST_CASE("a file is read whole, or its end") {
    const Folder folder;
    const std::string text("a\0b\nc", 5);
    const auto file = folder.write("text", text);
    CHECK(readFile(file) == text);
    CHECK(readFileEnd(file, 2) == "\nc");
    CHECK(readFileEnd(file, 100) == text);
    const auto empty = folder.write("empty", "");
    CHECK(readFile(empty) == "");
    CHECK(readFileEnd(empty, 10) == "");
}

TEST_CASE("what cannot be read is nothing, and no exception") {
    const Folder folder;
    CHECK(readFile(folder.path + "/absent") == std::nullopt);
    CHECK(readFileEnd(folder.path + "/absent", 10) == std::nullopt);
    CHECK(readFile(folder.path) == std::nullopt);
    CHECK(readFileEnd(folder.path, 10) == std::nullopt);
}
