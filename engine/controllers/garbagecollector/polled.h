#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "engine/client/informer.h"
#include "engine/controllers/framework/aggregated.h"

namespace armillary::controllers::gc {

/// Copies of what other API servers behind this one have. Their watches are streams that nobody reads in this process,
/// so they are listed again and again.
class PolledObjects {
public:
    using Row = aggregated::Row;
    using Handler =
        std::function<void(const resources::Resource& row, const ObjectRef& previous, const ObjectRef& current)>;

    struct Seen {
        bool any = false;       ///< there are kinds that can be collected
        bool newKinds = false;  ///< some of them were not there at the last look
    };
    /// Lists what can be collected (delete, list and watch, as upstream has it) and tells `handler` what is new,
    /// different or gone. What a server does not say is taken to be as it was.
    Seen poll(client::Client& client, const std::vector<ObjectRef>& apiServices, const Handler& handler);
    /// Null when none of the kind is followed.
    Row rowOf(std::string_view group, std::string_view kind) const;

private:
    struct Followed {
        Row row;
        std::map<std::string, ObjectRef> objects;  ///< by UID
        bool served = false;
    };
    void refresh(client::Client& client, Followed& followed, const Handler& handler);
    /// Settles which rows are followed from now on; whether there are new ones.
    bool take(const aggregated::Discovered& discovered);

    mutable std::mutex m_mutex;  ///< of m_followed's shape; poll() itself runs once at a time
    /// By apiVersion and plural. Rows stay: the graph may know of them.
    std::map<std::string, Followed> m_followed;
};

}  // namespace armillary::controllers::gc
