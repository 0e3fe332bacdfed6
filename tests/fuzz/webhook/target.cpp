#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "engine/server/admission/webhook_review.h"

using namespace armillary;

/// What a webhook answers is read, checked, and made into the Status of a refusal, whose code HTTP knows.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    for (const bool mutating : {false, true})
        for (const char* version : {"v1", "v1beta1"}) {
            const auto verdict = server::admission::verdictOf(input, version, "u", mutating);
            if (!verdict) {
                if (verdict.error().empty()) std::abort();
                continue;
            }
            const Status status = server::admission::denialOf("x.example.com", *verdict);
            if (status.code < 400 || status.code > 599 || status.message.empty()) std::abort();
        }
    return 0;
}
