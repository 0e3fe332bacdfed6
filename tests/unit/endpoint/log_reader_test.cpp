#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "nodes/agent/endpoint/log_reader.h"

using namespace armillary::agent;

namespace {

struct LogFile {
    std::filesystem::path path = std::filesystem::temp_directory_path() / ("armillary-log-" + std::to_string(getpid()));
    explicit LogFile(const std::string& text) { write(text); }
    ~LogFile() {
        std::filesystem::remove(path);
        std::filesystem::remove(path.string() + ".1");
    }
    void write(const std::string& text) const { std::ofstream(path, std::ios::app) << text; }
    void rotate() const { std::filesystem::rename(path, path.string() + ".1"); }
};

std::string all(LogReader& reader) {
    std::string out;
    while (reader.read(out)) {
    }
    return out;
}

std::string read(const LogFile& file, LogOptions options = {}) {
    LogReader reader(file.path, std::move(options));
    REQUIRE(reader.open().has_value());
    return all(reader);
}

std::string line(int second, const std::string& text, const char* tag = "F", const char* stream = "stdout") {
    return "2026-01-01T00:00:0" + std::to_string(second) + ".5Z " + stream + " " + tag + " " + text + "\n";
}

}  // namespace

TEST_CASE("lines of the runtime's format") {
    const auto parsed = parseLogLine("2026-01-01T00:00:00.0Z stdout F hello  world ");
    REQUIRE(parsed.has_value());
    CHECK(parsed->timestamp == "2026-01-01T00:00:00.0Z");
    CHECK(parsed->text == "hello  world ");
    CHECK_FALSE(parsed->partial);
    CHECK(parseLogLine("2026-01-01T00:00:00.0Z stderr P:x a")->partial);
    CHECK(parseLogLine("2026-01-01T00:00:00.0Z stdout F ")->text == "");
    CHECK(parseLogLine("2026-01-01T00:00:00.0Z stdout F")->text == "");
    for (const char* bad :
         {"", "x", "2026-01-01T00:00:00.0Z stdin F a", "2026-01-01T00:00:00.0Z stdout X a", "1 stdout F a"})
        CHECK_FALSE(parseLogLine(bad).has_value());
}

TEST_CASE("timestamps") {
    CHECK(parseTimestamp("1970-01-01T00:00:01Z") == 1'000'000'000);
    CHECK(parseTimestamp("1970-01-01T00:00:00.000000001Z") == 1);
    CHECK(parseTimestamp("1970-01-01T01:00:00.5+01:00") == 500'000'000);
    CHECK(parseTimestamp("2026-01-01T00:00:00Z") == 1'767'225'600'000'000'000);
    for (const char* bad :
         {"", "2026-01-01", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-01-01T00:00:00",
          "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00+1", "9999-01-01T00:00:00Z", "2026-01-01T00:00:00Zx"}) {
        CAPTURE(bad);
        CHECK_FALSE(parseTimestamp(bad).has_value());
    }
}

TEST_CASE("a log is read as the client sees it") {
    const LogFile file(line(0, "one") + line(1, "tw", "P") + line(1, "o", "F") + "garbage\n" +
                       line(2, "three", "F", "stderr"));
    CHECK(read(file) == "one\ntwo\nthree\n");
    CHECK(read(file, {.timestamps = true}) ==
          "2026-01-01T00:00:00.500000000Z one\n2026-01-01T00:00:01.500000000Z two\n2026-01-01T00:00:02.500000000Z "
          "three\n");
    CHECK(read(file, {.limitBytes = 6}) == "one\ntw");
    CHECK(read(file, {.sinceNanoseconds = *parseTimestamp("2026-01-01T00:00:01Z")}) == "two\nthree\n");
    CHECK(read(file, {.stream = "stderr"}) == "three\n");
}

TEST_CASE("times are printed in one length") {
    for (const auto& [written, printed] : std::vector<std::pair<std::string, std::string>>{
             {"2026-01-01T00:00:00Z", "2026-01-01T00:00:00.000000000Z"},
             {"2026-01-01T00:00:00.12+02:00", "2026-01-01T00:00:00.120000000+02:00"},
             {"2026-01-01T00:00:00.123456789Z", "2026-01-01T00:00:00.123456789Z"}})
        CHECK(read(LogFile(written + " stdout F x\n"), {.timestamps = true}) == printed + " x\n");
}

TEST_CASE("the last lines") {
    const LogFile file(line(0, "one") + line(1, "tw", "P") + line(1, "o", "F") + line(2, "three"));
    CHECK(read(file, {.tailLines = 0}) == "");
    CHECK(read(file, {.tailLines = 1}) == "three\n");
    CHECK(read(file, {.tailLines = 2}) == "two\nthree\n");
    CHECK(read(file, {.tailLines = 3}) == "one\ntwo\nthree\n");
    CHECK(read(file, {.tailLines = 99}) == "one\ntwo\nthree\n");
    std::string many;
    for (int i = 0; i < 5000; ++i) many += line(0, "line " + std::to_string(i) + std::string(50, '.'));
    const LogFile large(many);
    CHECK(read(large, {.tailLines = 3000}).starts_with("one\n") == false);
    std::string expected;
    for (int i = 2000; i < 5000; ++i) expected += "line " + std::to_string(i) + std::string(50, '.') + "\n";
    // Both files have one name; the second was appended to the first.
    CHECK(read(large, {.tailLines = 3000}) == expected);
}

TEST_CASE("what is written later, and after a rotation, follows") {
    const LogFile file(line(0, "one"));
    LogReader reader(file.path, {});
    REQUIRE(reader.open().has_value());
    CHECK(all(reader) == "one\n");
    file.write("2026-01-01T00:00:01.5Z stdout F tw");
    CHECK(all(reader) == "");
    file.write("o\n");
    CHECK(all(reader) == "two\n");
    file.write(line(2, "three"));
    file.rotate();
    CHECK(all(reader) == "three\n");
    file.write(line(3, "four"));
    CHECK(all(reader) == "four\n");
}

TEST_CASE("options from the query") {
    const auto parse = [](const char* query) {
        return LogOptions::parse(*RequestTarget::parse(std::string("/containerLogs/a/b/c?") + query), 10'000'000'000);
    };
    CHECK(parse("tailLines=5&follow=true&timestamps=1")->tailLines == 5);
    CHECK(parse("sinceSeconds=3")->sinceNanoseconds == 7'000'000'000);
    CHECK(parse("sinceTime=1970-01-01T00:00:01Z")->sinceNanoseconds == 1'000'000'000);
    for (const char* bad : {"tailLines=-1", "tailLines=x", "limitBytes=0", "sinceSeconds=0", "sinceTime=now",
                            "sinceTime=1970-01-01T00:00:01Z&sinceSeconds=1"}) {
        CAPTURE(bad);
        CHECK_FALSE(parse(bad).has_value());
    }
}
