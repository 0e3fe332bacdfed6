#include "engine/store/errors.h"

#include <format>

namespace armillary::store {

Error keyExists(std::string_view key, Revision current) {
    return {ErrorCode::KeyExists, std::format("the key {} exists already, at revision {}", key, current), current};
}

Error notFound(std::string_view key) {
    return {ErrorCode::NotFound, std::format("there is no key {}", key)};
}

Error revisionMismatch(std::string_view key, Revision expected, Revision current) {
    return {ErrorCode::RevisionMismatch, std::format("the key {} is at revision {}, not at {}", key, current, expected),
            current};
}

Error compactedError(Revision asked, Revision oldest) {
    return {ErrorCode::Compacted, std::format("revision {} is no longer kept; the oldest is {}", asked, oldest),
            oldest};
}

Error futureRevision(Revision asked, Revision current) {
    return {ErrorCode::FutureRevision,
            std::format("revision {} has not been written; the newest is {}", asked, current), current};
}

Error closedError() {
    return {ErrorCode::Closed, "the store is shutting down"};
}

std::optional<Error> checkSize(std::string_view key, std::string_view value) {
    if (key.empty()) return Error{ErrorCode::TooLarge, "a key must not be empty"};
    if (key.size() > kMaxKeyBytes) {
        return Error{ErrorCode::TooLarge,
                     std::format("a key of {} bytes is longer than the bound of {}", key.size(), kMaxKeyBytes)};
    }
    if (value.size() > kMaxValueBytes) {
        return Error{ErrorCode::TooLarge,
                     std::format("a value of {} bytes is longer than the bound of {}", value.size(), kMaxValueBytes)};
    }
    return std::nullopt;
}

}  // namespace armillary::store
