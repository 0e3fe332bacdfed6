#include <doctest/doctest.h>
#include <sys/stat.h>

#include "app/files/archive/unpacker.h"
#include "tests/unit/files/scratch.h"

using namespace armillary::app;
using namespace armillary::test;

namespace {

using Kind = UnpackFault::Kind;

/// What becomes of an archive of "./web" in a folder that lies next to one that must not be touched.
struct Fetch {
    Scratch scratch;
    fs::path here = scratch / "here", outside = scratch / "outside";
    std::unique_ptr<Unpacker> unpacker;

    explicit Fetch(const UnpackLimits& limits = {.spare = 0}) {
        write(outside / "precious", "mine");
        fs::create_directories(here);
        unpacker = std::move(Unpacker::open(here.string(), {{"web", "web"}}, limits).value());
    }
    Unpacker::Outcome take(const std::string& archive, std::size_t piece = 1 << 20) {
        for (std::size_t at = 0; at < archive.size(); at += piece)
            if (auto fed = unpacker->feed(std::string_view(archive).substr(at, piece)); !fed) return fed;
        return unpacker->finish();
    }
    /// Nothing but the one file is outside, and it is as it was.
    bool outsideIsUntouched() const {
        std::size_t entries = 0;
        for ([[maybe_unused]] const auto& entry : fs::recursive_directory_iterator(scratch.path()))
            if (!entry.path().string().starts_with(here.string())) ++entries;
        return entries == 2 && contentOf(outside / "precious") == "mine";
    }
};

}  // namespace

TEST_CASE("a folder comes as it was, in whatever pieces") {
    const std::string archive = folder("./web/") + file("./web/a b", "one") + folder("./web/sub/") +
                                file("./web/sub/new\nline \xf0\x9f\x9a\x80", std::string(1000, 'x')) +
                                linkTo("./web/sub/up", "../a b") + file("./web/empty", "") + tar::end();
    for (const std::size_t piece : {std::size_t{1}, std::size_t{511}, std::size_t{513}, std::size_t{1} << 20}) {
        Fetch fetch;
        REQUIRE(fetch.take(archive, piece));
        CHECK(contentOf(fetch.here / "web/a b") == "one");
        CHECK(contentOf(fetch.here / "web/sub/new\nline \xf0\x9f\x9a\x80") == std::string(1000, 'x'));
        CHECK(fs::read_symlink(fetch.here / "web/sub/up") == "../a b");
        CHECK(fs::is_empty(fetch.here / "web/empty"));
        CHECK(fetch.unpacker->bytes() == 1003);
        CHECK(fetch.unpacker->made() == 6);
        CHECK(fetch.unpacker->leftOut() == 0);
    }
}

TEST_CASE("nothing is written outside, whatever the names are") {
    for (const std::string name :
         {"../outside/precious", "/etc/armillary-evil", "./web/../../outside/precious", "web/..", "..", ".", "", "/",
          "./other", "web/../web/../../outside/new", ".//../outside/new", "./web/sub/../../../outside/precious"}) {
        CAPTURE(name);
        for (const std::string& archive :
             {file(name), folder(name), linkTo(name, "x"), member(TarMember::Type::HardLink, name, {}, "./web/x")}) {
            Fetch fetch;
            CHECK(fetch.take(archive + tar::end()));
            CHECK(fetch.unpacker->leftOut() == 1);
            CHECK(fetch.outsideIsUntouched());
            CHECK(fs::is_empty(fetch.here));
        }
        CHECK_FALSE(fs::exists("/etc/armillary-evil"));
    }
}

TEST_CASE("links that could lead outside are left out, and none is followed") {
    for (const std::string target :
         {"/etc", "../../outside", "../outside", "sub/../../../outside", "", "a/..", "../.."}) {
        CAPTURE(target);
        Fetch fetch;
        CHECK(fetch.take(folder("./web/") + linkTo("./web/way", target) + tar::end()));
        CHECK(fetch.unpacker->leftOut() == 1);
        CHECK_FALSE(fs::is_symlink(fetch.here / "web/way"));
    }
    // A link that is there already, into which the archive then writes.
    Fetch fetch;
    fs::create_directories(fetch.here / "web");
    fs::create_directory_symlink(fetch.outside, fetch.here / "web/way");
    const auto outcome = fetch.take(file("./web/way/precious") + tar::end());
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().kind == Kind::System);
    CHECK(fetch.outsideIsUntouched());
    // And the very file, behind a link of its name: the link is replaced.
    fs::create_symlink(fetch.outside / "precious", fetch.here / "web/file");
    fetch.unpacker = std::move(Unpacker::open(fetch.here.string(), {{"web", "web"}}, {.spare = 0}).value());
    CHECK(fetch.take(file("./web/file") + tar::end()));
    CHECK(contentOf(fetch.here / "web/file") == "evil");
    CHECK_FALSE(fs::is_symlink(fetch.here / "web/file"));
    CHECK(fetch.outsideIsUntouched());
}

TEST_CASE("a link of the archive does not become a way for what follows") {
    Fetch fetch;
    const auto outcome = fetch.take(folder("./web/") + folder("./web/sub/") + linkTo("./web/way", "sub") +
                                    file("./web/way/file") + tar::end());
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().path == "./web/way/file");
    CHECK(fs::is_empty(fetch.here / "web/sub"));
}

TEST_CASE("hard links lead to what was asked for, or nowhere") {
    Fetch fetch;
    CHECK(fetch.take(file("./web/a", "one") + member(TarMember::Type::HardLink, "./web/sub/b", {}, "./web/a") +
                     member(TarMember::Type::HardLink, "./web/c", {}, "../outside/precious") +
                     member(TarMember::Type::HardLink, "./web/d", {}, "./web/none") + tar::end()));
    CHECK(contentOf(fetch.here / "web/sub/b") == "one");
    CHECK(fs::hard_link_count(fetch.here / "web/a") == 2);
    CHECK(fetch.unpacker->leftOut() == 2);
    CHECK_FALSE(fs::exists(fetch.here / "web/c"));
    CHECK(fetch.outsideIsUntouched());
}

TEST_CASE("devices, pipes and rights beyond rights are left out") {
    Fetch fetch;
    CHECK(fetch.take(header('3', "./web/null") + header('4', "./web/disk") + header('6', "./web/pipe") +
                     header('S', "./web/sparse", 512) + std::string(512, 's') +
                     member(TarMember::Type::File, "./web/tool", "run", {}, 06755) + tar::end()));
    CHECK(fetch.unpacker->leftOut() == 4);
    struct stat found{};
    REQUIRE(::stat((fetch.here / "web/tool").c_str(), &found) == 0);
    CHECK((found.st_mode & 07000) == 0);
    CHECK((found.st_mode & 0700) == 0700);
    CHECK(std::distance(fs::directory_iterator(fetch.here / "web"), {}) == 1);
}

TEST_CASE("what is there is replaced as a whole, or stays") {
    Fetch fetch;
    write(fetch.here / "web", "old");
    const std::string whole = file("./web", std::string(3000, 'n'));
    REQUIRE(fetch.unpacker->feed(whole.substr(0, 1500)));
    CHECK(contentOf(fetch.here / "web") == "old");
    const auto outcome = fetch.unpacker->finish();
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().kind == Kind::Incomplete);
    fetch.unpacker.reset();
    CHECK(contentOf(fetch.here / "web") == "old");
    CHECK(std::distance(fs::directory_iterator(fetch.here), {}) == 1);
    fetch.unpacker = std::move(Unpacker::open(fetch.here.string(), {{"web", "web"}}, {.spare = 0}).value());
    CHECK(fetch.take(whole + tar::end()));
    CHECK(contentOf(fetch.here / "web") == std::string(3000, 'n'));
}

TEST_CASE("it is called here as is asked for") {
    Fetch fetch;
    fetch.unpacker = std::move(Unpacker::open(fetch.here.string(), {{"web", "web (2)"}}, {.spare = 0}).value());
    CHECK(fetch.take(folder("./web/") + file("./web/a", "one") + tar::end()));
    CHECK(contentOf(fetch.here / "web (2)/a") == "one");
    CHECK_FALSE(fs::exists(fetch.here / "web"));
}

TEST_CASE("bounds, and what is no archive") {
    const auto kindOf = [](const std::string& archive, const UnpackLimits& limits = {.spare = 0}) {
        Fetch fetch(limits);
        const auto outcome = fetch.take(archive);
        REQUIRE_FALSE(outcome);
        CHECK(fetch.outsideIsUntouched());
        return outcome.error().kind;
    };
    CHECK(kindOf("") == Kind::Incomplete);
    CHECK(kindOf(std::string(2048, 'x')) == Kind::NotAnArchive);
    CHECK(kindOf(header('L', "././@LongLink", 1ull << 40)) == Kind::HeaderTooLong);
    CHECK(kindOf(header('x', "pax", 1ull << 30)) == Kind::HeaderTooLong);
    CHECK(kindOf(header('x', "pax", 512) + std::string(512, '9')) == Kind::NotAnArchive);
    std::string many, deep = "./web";
    for (int at = 0; at < 20; ++at) many += folder("./web/" + std::to_string(at));
    CHECK(kindOf(many, {.members = 10, .spare = 0}) == Kind::TooMany);
    for (int at = 0; at < 300; ++at) deep += "/d";
    CHECK(kindOf(file(deep)) == Kind::TooDeep);
    CHECK(kindOf(file("./web/" + std::string(300, 'n'))) == Kind::System);
    // More than there can be free.
    CHECK(kindOf(file("./web"), {.spare = 1ull << 62}) == Kind::NoSpace);
}

TEST_CASE("long names and large numbers, as GNU and pax have them") {
    const std::string longName = "./web/" + std::string(120, 'd') + "/" + std::string(120, 'f');
    Fetch fetch;
    const std::string record = "30 path=./web/through-pax-name\n";
    const std::string pax = std::to_string(record.size()) + record.substr(2);
    CHECK(fetch.take(file(longName, "long") + header('x', "pax", pax.size()) + pax +
                     std::string(tar::padding(pax.size()), '\0') + file("./elsewhere", "pax") + tar::end()));
    CHECK(contentOf(fetch.here / longName.substr(2)) == "long");
    CHECK(contentOf(fetch.here / "web/through-pax-name") == "pax");
    const std::string large = tar::header({.name = "./web", .size = 9ull << 30});
    struct Sizes final : TarReader::Taker {
        std::uint64_t size = 0;
        bool begin(const TarMember& member) override {
            size = member.size;
            return true;
        }
        bool content(std::string_view) override { return true; }
        bool end() override { return true; }
    } sizes;
    TarReader reader(sizes);
    CHECK(reader.feed(large));
    CHECK(sizes.size == 9ull << 30);
}
