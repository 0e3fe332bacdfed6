// What decodes as protobuf encodes to a message that decodes to the same object.
#include <cstdlib>

#include "engine/schema/api/apiextensionsv1.h"
#include "engine/schema/api/coordinationv1.h"
#include "engine/schema/api/corev1.h"
#include "engine/schema/protobuf_codec.h"

using namespace armillary;

namespace {

template <schema::ApiStruct T>
void tryAs(std::string_view message) {
    const schema::TypeInfo& type = schema::typeInfo<T>();
    T object, again;
    if (!schema::decodeProtobuf(type, &object, message)) return;
    std::string written;
    schema::encodeProtobuf(type, &object, written);
    if (!schema::decodeProtobuf(type, &again, written) || !(again == object)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view input(reinterpret_cast<const char*>(data), size);
    if (const auto envelope = schema::openEnvelope(input)) input = envelope->message;
    tryAs<corev1::Pod>(input);
    tryAs<corev1::Secret>(input);
    tryAs<coordinationv1::Lease>(input);
    tryAs<apiextensionsv1::CustomResourceDefinition>(input);
    return 0;
}
