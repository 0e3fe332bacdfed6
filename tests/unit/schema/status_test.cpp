#include "engine/schema/status.h"

#include <doctest/doctest.h>

#include "engine/schema/json_codec.h"

using namespace armillary;

TEST_CASE("statuses are worded as upstream words them") {
    CHECK(
        schema::toJson(status::notFound("deployments.apps", "web")) ==
        R"({"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"deployments.apps \"web\" not found",)"
        R"("reason":"NotFound","details":{"name":"web","group":"apps","kind":"deployments"},"code":404})");
    CHECK(status::alreadyExists("pods", "p").message == R"(pods "p" already exists)");
    CHECK(
        status::modified("pods", "p").message ==
        R"(Operation cannot be fulfilled on pods "p": the object has been modified; please apply your changes to the latest version and try again)");
    CHECK(status::forbidden("pods", "", "no").message == "pods is forbidden: no");
    CHECK(status::forbidden("", "", "no").message == "forbidden: no");
    CHECK(status::timeout("slow", 1).message == "Timeout: slow");
    CHECK(status::internalError("broken").message == "Internal error occurred: broken");
    CHECK(status::futureResourceVersion(9, 5).message == "Timeout: Too large resource version: 9, current: 5");
    CHECK(status::methodNotSupported("pods", "update").message ==
          R"(update is not supported on resources of kind "pods")");
}

TEST_CASE("invalid objects list their causes") {
    const FieldErrors errors = {
        field::required("spec.containers", ""), field::invalid("metadata.name", "A\n", "must be lower case"),
        field::notSupported("spec.type", "x", {"A", "B"}), field::tooLong("a", "v", 63), field::tooMany("b", 7, 5)};
    const Status made = status::invalid("Pod", "A", errors);
    CHECK(made.code == 422);
    CHECK(
        made.message ==
        R"(Pod "A" is invalid: [spec.containers: Required value, metadata.name: Invalid value: "A\n": must be lower case, )"
        R"(spec.type: Unsupported value: "x": supported values: "A", "B", a: Too long: may not be more than 63 bytes, b: Too many: 7: must have at most 5 items])");
    REQUIRE(made.details->causes.size() == 5);
    CHECK(made.details->kind == "Pod");
    CHECK(made.details->causes[1].reason == "FieldValueInvalid");
    CHECK(made.details->causes[1].field == "metadata.name");
    CHECK(made.details->causes[1].message == R"(Invalid value: "A\n": must be lower case)");
    CHECK(status::invalid("Pod", "a", {field::forbidden("spec", "may not change")}).message ==
          R"(Pod "a" is invalid: spec: Forbidden: may not change)");
}

TEST_CASE("reasons are told apart as upstream tells them apart") {
    CHECK(status::isNotFound(status::notFound("pods", "p")));
    CHECK(status::isConflict(status::modified("pods", "p")));
    CHECK(!status::isConflict(status::alreadyExists("pods", "p")));
    CHECK(status::isExpired(status::expired("")));
    CHECK(status::isExpired(status::gone("")));
    Status bare;
    bare.code = 404;
    CHECK(status::isNotFound(bare));
    bare.reason = "Conflict";
    CHECK(!status::isNotFound(bare));
}
