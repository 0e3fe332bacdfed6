#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "engine/client/client.h"
#include "engine/client/informer.h"
#include "engine/relations/relations.h"

namespace armillary::controllers::applications {

using Row = std::shared_ptr<const resources::Resource>;

/// What the cluster has of what applications deploy: which kinds there are, and every object that says whose it is.
/// Kinds of definitions are followed once somebody has asked for them. Thread-safe.
class Live {
public:
    /// `changed` hears of every change of an object that is tracked, with the application's instance name; from the
    /// informers' threads. Made before the informers are started.
    Live(client::Client& client, client::Informers& informers,
         std::function<void(const std::string& instance)> changed);

    /// The kind as it is served in this version; null when it is not.
    Row rowOf(const std::string& group, const std::string& version, const std::string& kind) const;
    /// Follows the kind if it is a definition's. False while its objects are not known yet.
    bool follow(const relations::Kind& kind);

    /// Every object that is this application's, by id. Of the version that is followed.
    std::map<relations::ObjectId, ObjectRef> tracked(const std::string& instance) const;
    /// The object as the cluster has it now, asked for anew; null when there is none.
    Result<ObjectRef> read(const resources::Resource& row, const relations::ObjectId& id) const;
    /// The version that informers have, 0 for none; without asking anybody.
    std::int64_t revisionOf(const relations::ObjectId& id) const;

private:
    struct Followed {
        Row row;
        client::Informer* informer = nullptr;
    };
    void definitionChanged(const ObjectRef& previous, const ObjectRef& current);
    void objectChanged(const ObjectRef& previous, const ObjectRef& current) const;
    const client::Informer* informerOf(const relations::Kind& kind) const;

    client::Client& m_client;
    client::Informers& m_informers;
    client::Informer& m_definitions;
    const std::function<void(const std::string&)> m_changed;
    std::map<relations::Kind, client::Informer*> m_builtIn;
    mutable std::mutex m_mutex;
    std::map<relations::Kind, Followed> m_followed;
};

}  // namespace armillary::controllers::applications
