#include "engine/schema/scalars.h"

#include <doctest/doctest.h>

using namespace armillary::schema;

namespace {

std::string canonical(std::string_view text) {
    const auto quantity = Quantity::parse(text);
    return quantity ? std::string(quantity->text()) : "error: " + quantity.error();
}

Quantity quantity(std::string_view text) {
    return Quantity::parse(text).value();
}

}  // namespace

TEST_CASE("quantities take the canonical text that upstream gives them") {
    struct Row {
        std::string_view text, canonical;
    };
    // Printed by k8s.io/apimachinery 0.32's ParseQuantity.
    constexpr Row kRows[] = {{"0", "0"},
                             {"00", "0"},
                             {".", "0"},
                             {"+", "0"},
                             {"1000", "1k"},
                             {"1500", "1500"},
                             {"1500m", "1500m"},
                             {"2000m", "2"},
                             {"1.5", "1500m"},
                             {"0.5", "500m"},
                             {"1.500", "1.500"},
                             {"5.", "5."},
                             {"+5", "+5"},
                             {"05", "05"},
                             {"-0.5", "-500m"},
                             {"1Gi", "1Gi"},
                             {"1.5Gi", "1536Mi"},
                             {"0.5Ki", "512"},
                             {"1024Ki", "1Mi"},
                             {"1025Ki", "1025Ki"},
                             {"8Ei", "9223372036854775807"},
                             {"-9Ei", "-9223372036854775807"},
                             {"1e3", "1e3"},
                             {"12e6", "12e6"},
                             {"1e-10", "1e-9"},
                             {"0.1n", "1n"},
                             {"1000u", "1m"},
                             {"0.0001", "100u"},
                             {"1.1Gi", "1181116006400m"},
                             {"1e21", "1e21"},
                             {"1e24", "1e24"},
                             {"123456789012345678901234567890", "123456789012345678901234567890"},
                             {"1.1234567891", "1123456790n"},
                             {"1E", "1E"},
                             {"128974848", "128974848"},
                             {"129e6", "129e6"},
                             {"1e2147483647", "10e2147483646"}};
    for (const Row& row : kRows) CHECK_MESSAGE(canonical(row.text) == row.canonical, row.text);
}

TEST_CASE("what is no quantity is refused in upstream's words") {
    const std::string format =
        "error: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
    const std::string suffix = "error: unable to parse quantity's suffix";
    for (const char* text : {"", "abc", "1.2.3", "1,5", "1_0", " 1"}) CHECK_MESSAGE(canonical(text) == format, text);
    for (const char* text : {"1i", "1e", "1ee3", "1KI", "1mi", "1M5", "Gi5x", "1e9223372036854775808"})
        CHECK_MESSAGE(canonical(text).starts_with("error: "), text);
    CHECK(canonical("1i") == suffix);
}

TEST_CASE("quantities count") {
    CHECK(quantity("1500m").value() == 2);
    CHECK(quantity("-1500m").value() == -2);
    CHECK(quantity("1500m").milliValue() == 1500);
    CHECK(quantity("1Gi").value() == 1 << 30);
    CHECK(quantity("1e30").value() == INT64_MAX);
    CHECK(quantity("-1e30").value() == INT64_MIN);
    CHECK(Quantity::fromBytes(1 << 30).text() == "1Gi");
    CHECK(Quantity::fromMilli(1500).text() == "1500m");
    CHECK(Quantity::fromUnits(2).text() == "2");
    CHECK(Quantity().text() == "0");
    CHECK(quantity("1") == quantity("1000m"));
    CHECK(quantity("1Ki") > quantity("1k"));
    CHECK(quantity("-1") < quantity("0"));
    CHECK(quantity("1e1000000") > quantity("1e999999"));
}

TEST_CASE("sums keep the format of the left-hand side") {
    Quantity memory = quantity("1Gi");
    memory += quantity("512Mi");
    CHECK(memory.text() == "1536Mi");
    memory -= quantity("1536Mi");
    CHECK(memory.isZero());
    memory += quantity("500m");
    CHECK(memory.text() == "500m");
    Quantity cpu;
    cpu += quantity("250m");
    cpu += quantity("0.75");
    CHECK(cpu.text() == "1");
    cpu -= quantity("3");
    CHECK(cpu.text() == "-2");
    CHECK(cpu.sign() == -1);
    Quantity huge = quantity("1e2000000000");
    huge += quantity("1");
    CHECK(huge == quantity("1e2000000000"));
}

TEST_CASE("times read and print RFC 3339") {
    CHECK(Time::parse("2026-01-31T12:00:00Z")->text() == "2026-01-31T12:00:00Z");
    CHECK(Time::parse("2026-01-31T12:00:00.999+02:00")->text() == "2026-01-31T10:00:00Z");
    CHECK(Time::parse("1969-12-31T23:59:59Z")->seconds == -1);
    CHECK(!Time::parse("0001-01-01T00:00:00Z")->isSet());
    CHECK(Time().text().empty());
    CHECK(Time::parse("nonsense").error() ==
          R"(parsing time "nonsense" as "2006-01-02T15:04:05Z07:00": cannot parse "nonsense" as "2006")");
    CHECK(Time::parse("2026-02-30T12:00:00Z").error() == R"(parsing time "2026-02-30T12:00:00Z": day out of range)");
    CHECK(Time::parse("2026-01-31").error() ==
          R"(parsing time "2026-01-31" as "2006-01-02T15:04:05Z07:00": cannot parse "" as "T")");
    CHECK(MicroTime::parse("2026-01-31T12:00:00.000001Z")->text() == "2026-01-31T12:00:00.000001Z");
    CHECK(MicroTime(-1).text() == "1969-12-31T23:59:59.999999Z");
    CHECK(!MicroTime::parse("2026-01-31T12:00:00Z"));
}

TEST_CASE("durations read and print Go's notation") {
    struct Row {
        std::string_view text, canonical;
    };
    constexpr Row kRows[] = {{"1h30m", "1h30m0s"}, {"90s", "1m30s"},        {"1.5s", "1.5s"}, {"-2ms", "-2ms"},
                             {"0", "0s"},          {"100us", "100\u00b5s"}, {"5ns", "5ns"},   {"36h", "36h0m0s"}};
    for (const Row& row : kRows) CHECK_MESSAGE(Duration::parse(row.text)->text() == row.canonical, row.text);
    CHECK(Duration::parse("5").error() == R"(time: missing unit in duration "5")");
    CHECK(Duration::parse("5x").error() == R"(time: unknown unit "x" in duration "5x")");
    CHECK(Duration::parse("").error() == R"(time: invalid duration "")");
    CHECK(!Duration::parse("9999999999h"));
}
