#pragma once

#include <doctest/doctest.h>

#include <boost/json.hpp>

#include <span>

#include <string>
#include <vector>

#include "engine/manifest/path.h"
#include "engine/relations/writing.h"

namespace armillary::test {

/// The value at a path, made with what is missing on the way.
inline boost::json::value& made(boost::json::value& root, std::span<const manifest::Step> path) {
    auto* value = &root;
    for (const auto& step : path) {
        if (step.kind == manifest::Step::Kind::Index) {
            REQUIRE(value->is_array());
            REQUIRE(step.index < value->get_array().size());
            value = &value->get_array()[step.index];
            continue;
        }
        if (value->is_null()) value->emplace_object();
        REQUIRE(value->is_object());
        value = &value->get_object()[step.key];
    }
    return *value;
}

/// An object with changes made in their order.
inline std::string applied(const std::string& json, const std::vector<relations::FieldChange>& changes) {
    using Kind = relations::FieldChange::Kind;
    auto root = boost::json::parse(json);
    for (const auto& change : changes) {
        const auto path = manifest::parsePath(change.path);
        REQUIRE_MESSAGE(path, change.path);
        REQUIRE(!path->empty());
        if (change.kind == Kind::Set) {
            made(root, *path) = boost::json::parse(change.json);
        } else if (change.kind == Kind::Insert) {
            auto& list = made(root, *path);
            if (list.is_null()) list.emplace_array();
            list.as_array().push_back(boost::json::parse(change.json));
        } else {
            auto& holder = made(root, std::span(*path).first(path->size() - 1));
            const auto& last = path->back();
            if (last.kind == manifest::Step::Kind::Index) {
                REQUIRE(last.index < holder.as_array().size());
                holder.as_array().erase(holder.as_array().begin() + std::ptrdiff_t(last.index));
            } else {
                CHECK_MESSAGE(holder.as_object().erase(last.key) == 1, change.path);
            }
        }
    }
    return boost::json::serialize(root);
}

}  // namespace armillary::test
