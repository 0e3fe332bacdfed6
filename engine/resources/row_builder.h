#pragma once

#include <initializer_list>
#include <string_view>
#include <vector>

#include "engine/resources/resource.h"

namespace armillary::resources {

/// Writes rows of the table, one group and version at a time.
class RowBuilder {
public:
    /// Both must be literals: subresources keep views of them.
    RowBuilder(std::vector<Resource>& rows, std::string_view group, std::string_view version)
        : m_rows(rows), m_group(group), m_version(version) {}

    /// Starts a namespaced row with every verb; the calls below complete it.
    template <schema::ApiStruct T>
    RowBuilder& add(std::string_view plural, const Rules& rules) {
        return start(schema::typeInfo<T>(), plural, rules);
    }
    RowBuilder& clusterScoped();
    RowBuilder& shortNames(std::initializer_list<std::string_view> names);
    RowBuilder& category(std::string_view name);
    RowBuilder& name(NameRule rule);
    RowBuilder& verbs(std::uint16_t verbs);
    RowBuilder& generation();
    /// Answers a create and stores nothing.
    RowBuilder& review();
    /// Answers get and list, and stores nothing.
    RowBuilder& computed();
    /// The three below: get, patch, update.
    RowBuilder& status();
    RowBuilder& scale();
    RowBuilder& sub(std::string_view name);
    /// A subresource of this row's own kind with other verbs, or of another kind.
    RowBuilder& sub(std::string_view name, std::vector<std::string_view> verbs);
    RowBuilder& sub(std::string_view name, std::string_view kind, std::vector<std::string_view> verbs);
    RowBuilder& sub(std::string_view name, std::string_view group, std::string_view version, std::string_view kind,
                    std::vector<std::string_view> verbs);

private:
    RowBuilder& start(const schema::TypeInfo& type, std::string_view plural, const Rules& rules);
    Resource& row() { return m_rows.back(); }

    std::vector<Resource>& m_rows;
    std::string_view m_group, m_version;
};

/// The rows, by group.
void addCoreRows(std::vector<Resource>& rows);
void addWorkloadRows(std::vector<Resource>& rows);  ///< apps, batch, autoscaling, policy
void addAccessRows(std::vector<Resource>& rows);    ///< authentication, authorization, certificates, rbac
void addClusterRows(std::vector<Resource>& rows);   ///< all others

}  // namespace armillary::resources
