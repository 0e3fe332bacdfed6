#pragma once

#include <QJsonObject>
#include <QString>
#include <expected>
#include <vector>

#include "engine/client/discovery.h"
#include "engine/plan/place.h"
#include "manifest.h"
#include "reader.h"
#include "write_gate.h"

namespace armillary::app {

/// One object of a manifest and what applying it does.
struct ApplyStep {
    enum class Change { Create, Update, None, Waits, Refused };
    enum class State { Open, Done, Failed };

    plan::Item item;
    plan::Place place;
    Change change = Change::Create;
    State state = State::Open;
    QString detail;      ///< why it is refused, what it waits for, what the server warns of, why it failed
    bool owned = false;  ///< refused because fields are another's
    QJsonObject before;  ///< what the cluster has; empty when nothing
    QJsonObject after;   ///< what it will have, as the server says; the item itself where it could not be asked

    QString subject() const;   ///< "Deployment shop/web"
    QString resource() const;  ///< "apps/Deployment"
    QString key() const;       ///< "shop/web"; "web" of the whole cluster's

    /// Server-side apply; `force` takes fields from who owns them.
    Write write(bool force) const;
    /// What the server has answered to a dry run.
    void take(const Result<client::Answer>& tried);
};

/// Reads a manifest, puts it into the order of applying, and gets what the cluster has of it. Backstage: it reads.
std::expected<std::vector<ApplyStep>, TextFault> readSteps(const Reader& reader, const QString& text,
                                                           const client::Discovery& served, const QString& namespace_);

/// The fault of a manifest in words; and how many objects it has. Pure.
std::expected<std::size_t, TextFault> countObjects(const QString& text);

}  // namespace armillary::app
