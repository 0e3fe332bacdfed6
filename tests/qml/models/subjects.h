#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "app/kinds/registry.h"
#include "engine/resources/resource.h"

namespace armillary::app {

/// An object and its resource as discovery gives it.
inline kinds::Subject subject(std::string json) {
    kinds::Subject made;
    made.object = *Object::parse(std::move(json));
    const std::string& version = made.object->apiVersion();
    const auto slash = version.find('/');
    const auto* row = resources::Table::builtIn().findKind(slash == std::string::npos ? "" : version.substr(0, slash),
                                                           version.substr(slash + 1), made.object->kind());
    made.resource = {.group = row->group, .version = row->version, .kind = row->kind, .plural = row->plural};
    made.resource.namespaced = row->namespaced;
    made.resource.verbs = {"get", "list", "watch", "patch", "update", "delete"};
    for (const auto& subresource : row->subresources) made.resource.subresources.emplace_back(subresource.name);
    return made;
}

inline const kinds::Action* find(const std::vector<kinds::Action>& actions, const QString& id) {
    const auto found = std::ranges::find(actions, id, &kinds::Action::id);
    return found == actions.end() ? nullptr : &*found;
}

inline Write writeOf(const kinds::Subject& subject, const QString& id, const QVariant& input = {}) {
    const auto actions = kinds::actionsOf(subject);
    const kinds::Action* action = find(actions, id);
    return action ? action->write(input) : Write{};
}

}  // namespace armillary::app
