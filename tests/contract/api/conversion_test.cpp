#include <doctest/doctest.h>

#include <chrono>
#include <format>
#include <thread>

#include "engine/schema/text.h"
#include "tests/contract/api/custom_objects.h"
#include "tests/support/api/served_api.h"
#include "tests/support/api/tls_server.h"

namespace armillary::test {
namespace {

using apiextensionsv1::ConversionReview;

std::string version(const std::string& name, bool storage, const std::string& field) {
    return std::format(
        R"({{"name":"{}","served":true,"storage":{},"schema":{{"openAPIV3Schema":{{"type":"object","properties":{{)"
        R"("spec":{{"type":"object","properties":{{"{}":{{"type":"string"}}}}}}}}}}}}}})",
        name, storage, field);
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
        text.replace(at, what.size(), by);
    return text;
}

/// widgets.example.com, whose v1 has spec.old where v2 has spec.new.
struct Converted {
    ServedCredentials credentials;
    ApiHarness harness;
    std::function<void(ConversionReview&)> spoil = [](ConversionReview&) {};
    TlsServer server{credentials.serving, [this](const TlsServer::Request& request) {
                         auto review = schema::fromJson<ConversionReview>(request.body).value();
                         ConversionReview answer;
                         answer.apiVersion = review.apiVersion;
                         answer.kind = review.kind;
                         auto& response = answer.response.ensure();
                         response.uid = review.request->uid;
                         response.result.status = "Success";
                         const bool up = review.request->desiredAPIVersion == "example.com/v2";
                         for (const auto& object : review.request->objects) {
                             std::string text = replaced(object.text, up ? "example.com/v1" : "example.com/v2",
                                                         review.request->desiredAPIVersion);
                             response.convertedObjects.push_back(
                                 {replaced(text, up ? "\"old\":" : "\"new\":", up ? "\"new\":" : "\"old\":")});
                         }
                         spoil(answer);
                         return TlsServer::Reply{.body = schema::toJson(answer)};
                     }};

    Converted() {
        std::string ca;
        schema::appendBase64(ca, credentials.authority.certificatePem());
        define(harness,
               widgetDefinition(
                   "[" + version("v1", true, "old") + "," + version("v2", false, "new") + "]",
                   std::format(R"(,"conversion":{{"strategy":"Webhook","webhook":{{"conversionReviewVersions":["v1"],)"
                               R"("clientConfig":{{"url":"https://127.0.0.1:{}/convert","caBundle":"{}"}}}}}})",
                               server.port(), ca)));
        const auto made = harness.post(kWidgets, widget("a", R"({"old":"x"})"));
        REQUIRE_MESSAGE(made.code == 201, made.body);
    }
    std::string failure() { return ApiHarness::statusOf(harness.get(kNew + "/a")).message; }

    static inline const std::string kNew = "/apis/example.com/v2/namespaces/default/widgets";
};

}  // namespace

TEST_CASE("A conversion webhook turns custom resources from one version into another") {
    Converted world;
    CHECK(world.server.requests().empty());
    CHECK(world.harness.get(world.kNew + "/a").body.contains(R"("spec":{"new":"x"})"));
    CHECK(world.harness.get(kWidgets + "/a").body.contains(R"("spec":{"old":"x"})"));
    const auto made = world.harness.post(world.kNew, widget("b", R"({"new":"y"})", "", "v2"));
    REQUIRE_MESSAGE(made.code == 201, made.body);
    CHECK(world.harness.get(kWidgets + "/b").body.contains(R"("spec":{"old":"y"})"));
    const std::size_t before = world.server.requests().size();
    const std::string list = world.harness.get(world.kNew).body;
    CHECK(list.contains(R"("new":"x")"));
    CHECK(list.contains(R"("new":"y")"));
    // A list is one question.
    CHECK(world.server.requests().size() == before + 1);
}

TEST_CASE("What a conversion webhook does wrong is said in upstream's words") {
    Converted world;
    const std::string prefix = "conversion webhook for example.com/v1, Kind=Widget ";
    world.spoil = [](ConversionReview& review) { review.response->uid = "other"; };
    CHECK(world.failure().starts_with(prefix + "failed: expected response.uid=\""));
    world.spoil = [](ConversionReview& review) { review.response->convertedObjects.clear(); };
    CHECK(world.failure() == prefix + "returned 0 objects, expected 1");
    world.spoil = [](ConversionReview& review) {
        review.response->result.status = "Failure";
        review.response->result.message = "not today";
    };
    CHECK(world.failure() == prefix + "failed: not today");
    world.spoil = [](ConversionReview& review) {
        auto& text = review.response->convertedObjects[0].text;
        text = replaced(text, R"("name":"a")", R"("name":"b")");
    };
    CHECK(world.failure() == prefix + "returned invalid object: must have the same name: a != b");
    world.spoil = [](ConversionReview& review) {
        auto& text = review.response->convertedObjects[0].text;
        text = replaced(text, "example.com/v2", "example.com/v3");
    };
    CHECK(world.failure() ==
          prefix +
              "returned invalid object at index 0: invalid groupVersion (expected example.com/v2, received "
              "example.com/v3)");
    // What metadata says stays, but for labels and annotations.
    world.spoil = [](ConversionReview& review) {
        auto& text = review.response->convertedObjects[0].text;
        text = replaced(text, R"("name":"a")", R"("name":"a","generation":77,"labels":{"l":"m"})");
    };
    const std::string shown = world.harness.get(world.kNew + "/a").body;
    CHECK(shown.contains(R"("labels":{"l":"m"})"));
    CHECK(shown.contains(R"("generation":1,)"));
}

TEST_CASE("A conversion that fails is an answer, wherever it is needed") {
    Converted world;
    world.spoil = [](ConversionReview& review) {
        review.response->result.status = "Failure";
        review.response->result.message = "not today";
    };
    const std::string why = "conversion webhook for example.com/v1, Kind=Widget failed: not today";
    const std::string table = "application/json;as=Table;v=v1;g=meta.k8s.io";
    for (const char* query : {"?watch=1", "?watch=1&resourceVersion=0",
                              "?watch=1&sendInitialEvents=true&allowWatchBookmarks=true&"
                              "resourceVersionMatch=NotOlderThan"}) {
        for (const std::string& accept : {std::string("application/json"), table}) {
            WatchProbe watch(world.harness, world.kNew + query, ApiHarness::admin(), {{"accept", accept}});
            const std::string sent = watch.raw();
            CAPTURE(query);
            CAPTURE(accept);
            CHECK(sent.contains(R"("type":"ERROR")"));
            CHECK(sent.contains(why));
            CHECK(sent.contains(R"("code":500)"));
            CHECK(watch.ended());
        }
    }
    for (const std::string& accept : {std::string("application/json"), table})
        for (const std::string& path : {world.kNew, world.kNew + "/a"}) {
            const auto answer = world.harness.send("GET", path, "", {{"accept", accept}});
            CHECK(answer.code == 500);
            CHECK(ApiHarness::statusOf(answer).message == why);
        }
    CHECK(world.harness.post(world.kNew, widget("b", R"({"new":"y"})", "", "v2")).code == 500);
    CHECK(world.harness.patch(world.kNew + "/a", "merge", R"({"spec":{"new":"z"}})").code == 500);
    CHECK(world.harness.get(kWidgets + "/b").code == 404);
    // Once it works again, everything does.
    world.spoil = [](ConversionReview&) {};
    WatchProbe watch(world.harness, world.kNew + "?watch=1");
    CHECK(watch.takeNames() == std::vector<std::string>{"ADDED a"});
    CHECK(world.harness.remove(world.kNew + "/a").code == 200);
}

TEST_CASE("A conversion that fails ends a running watch") {
    Converted world;
    WatchProbe watch(world.harness, world.kNew + "?watch=1");
    CHECK(watch.takeNames() == std::vector<std::string>{"ADDED a"});
    world.spoil = [](ConversionReview& review) { review.response->convertedObjects.clear(); };
    REQUIRE(world.harness.post(kWidgets, widget("b", R"({"old":"y"})")).code == 201);
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (!watch.ended() && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    CHECK(watch.ended());
}

}  // namespace armillary::test
