// Whatever decodes as JSON is JSON to the letter, and what is written of it decodes to the same object.
#include <cstdlib>

#include "engine/schema/api/apiextensionsv1.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/json_codec.h"
#include "engine/schema/json_scanner.h"

using namespace armillary;

namespace {

template <schema::ApiStruct T>
void tryAs(std::string_view input) {
    schema::StrictFindings findings;
    const auto object = schema::fromJson<T>(input, &findings);
    if (!object) return;
    if (schema::JsonScanner(input).scan()) std::abort();
    const std::string written = schema::toJson(*object);
    schema::StrictFindings none;
    const auto again = schema::fromJson<T>(written, &none);
    if (!again || !none.empty() || !(*again == *object) || schema::toJson(*again) != written) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    tryAs<corev1::Pod>(input);
    tryAs<corev1::Service>(input);
    tryAs<corev1::Secret>(input);
    tryAs<apiextensionsv1::CustomResourceDefinition>(input);
    static_cast<void>(schema::readHead(input));
    return 0;
}
