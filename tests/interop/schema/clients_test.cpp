// Documents that kubectl and the Python client produce decode strictly and come back equal.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "engine/schema/json_codec.h"
#include "engine/schema/protobuf_codec.h"
#include "tests/interop/schema/kinds.h"

using namespace armillary;

namespace {

std::string outputOf(const std::string& command) {
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
    REQUIRE(pipe);
    std::string text;
    std::array<char, 4096> buffer;
    while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe.get()))
        text.append(buffer.data(), count);
    return text;
}

void checkDocument(const std::string& document, const std::string& source) {
    const auto head = schema::readHead(document);
    REQUIRE_MESSAGE(head, source, ": ", head.error().text(), "\n", document);
    const schema::TypeInfo* type = interop::typeOf(head->apiVersion, head->kind);
    REQUIRE_MESSAGE(type, source, ": ", head->apiVersion, " ", head->kind);
    void* object = type->create();
    schema::StrictFindings findings;
    const auto decoded = schema::decodeJson(*type, object, document, &findings);
    REQUIRE_MESSAGE(decoded, source, ": ", decoded.error().text());
    CHECK_MESSAGE(findings.empty(), source, ": ", findings.empty() ? "" : findings.front());
    std::string written, message;
    schema::encodeJson(*type, object, written);
    CHECK_MESSAGE(interop::difference(document, written).empty(), source, ": ", interop::difference(document, written));
    schema::encodeProtobuf(*type, object, message);
    void* again = type->create();
    REQUIRE(schema::decodeProtobuf(*type, again, message));
    *static_cast<metav1::TypeMeta*>(type->inlines[0].upcast(again)) =
        *static_cast<metav1::TypeMeta*>(type->inlines[0].upcast(object));
    CHECK_MESSAGE(schema::equal(*type, object, again), source, ": protobuf differs");
    type->destroy(again);
    type->destroy(object);
}

/// One document a line.
int checkLines(const std::string& command, const std::string& source) {
    const std::string documents = outputOf(command);
    int count = 0;
    for (std::size_t from = 0; from < documents.size(); ++count) {
        const std::size_t to = std::min(documents.find('\n', from), documents.size());
        checkDocument(documents.substr(from, to - from), source + std::to_string(count));
        from = to + 1;
    }
    return count;
}

}  // namespace

TEST_CASE("what kubectl create --dry-run=client prints") {
    CHECK(checkLines("/usr/bin/python3 " ARMILLARY_CLIENTS "/kubectl.py 2>&1", "kubectl's document ") == 23);
}

TEST_CASE("what the Python client serialises") {
    CHECK(checkLines("/usr/bin/python3 " ARMILLARY_CLIENTS "/python_client.py 2>&1", "the Python client's document ") ==
          8);
}
