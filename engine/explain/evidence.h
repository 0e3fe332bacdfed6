#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/relations/relations.h"
#include "engine/schema/object.h"
#include "engine/schema/status.h"

namespace armillary::explain {

using relations::Kind;

/// What explanations rest on. Every read may be refused (403) or fail; that is an answer like any other. Reads are
/// bounded by whoever implements them.
class Evidence {
public:
    virtual ~Evidence() = default;

    virtual Result<ObjectRef> object(const Kind& kind, const std::string& namespace_, const std::string& name) = 0;
    /// Of one namespace; of all, and of cluster scope, for "".
    virtual Result<std::vector<ObjectRef>> objects(const Kind& kind, const std::string& namespace_) = 0;
    /// core/v1 Events about the object, in any order.
    virtual Result<std::vector<ObjectRef>> events(const Object& about) = 0;
    /// The last lines of a container's output, of the run before this one when asked.
    virtual Result<std::string> log(const std::string& namespace_, const std::string& pod, const std::string& container,
                                    bool previous) = 0;

    enum class Answer {
        Answers,  ///< somebody listens, whatever was said
        Refused,  ///< connection refused: nobody listens
        Silent,   ///< no answer in time
    };
    struct Knock {
        Answer answer = Answer::Answers;
        std::string text;  ///< what was heard, in the words of whoever tried
    };
    /// Whether anyone answers behind a service's port.
    virtual Result<Knock> knock(const std::string& namespace_, const std::string& service, std::int32_t port) = 0;

    /// Seconds since the Unix epoch.
    virtual std::int64_t now() = 0;
};

}  // namespace armillary::explain
