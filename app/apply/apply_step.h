#pragma once

#include <QJsonObject>
#include <QString>
#include <expected>
#include <vector>

#include "engine/client/discovery.h"
#include "engine/plan/impact.h"
#include "engine/plan/place.h"
#include "field_owners.h"
#include "manifest.h"
#include "reader.h"
#include "rollout_watch.h"
#include "write_gate.h"

namespace armillary::app {

/// One object of a manifest and what applying it does.
struct ApplyStep {
    enum class Change { Create, Update, None, Waits, Refused };
    enum class State { Open, Done, Failed };
    /// Of fields that others own.
    enum class Choice {
        Ask,
        TakeOver,  ///< they are this manager's from then on
        Leave,     ///< they are not sent, and stay what they are
    };

    plan::Item item;
    plan::Place place;
    Change change = Change::Create;
    State state = State::Open;
    QString detail;       ///< why it is refused, what it waits for, what the server warns of, why it failed
    bool unread = false;  ///< what the cluster has could not be read: it may be there
    bool seized = false;  ///< fields that another part of this program wrote are taken over unasked
    QJsonObject before;   ///< what the cluster has; empty when nothing
    QJsonObject after;    ///< what it will have, as the server says; as it is to be expected where that was not asked
    ObjectRef live, result;         ///< the same, whole; null: nothing, unknown
    std::vector<OwnedField> owned;  ///< fields that others own
    Choice choice = Choice::Ask;
    std::vector<plan::Impact> impacts;  ///< what it does to what runs; none while nobody has looked
    std::int64_t generation = 0;        ///< after it was applied
    RolloutWatch::Progress progress;    ///< of what has pods, after it was applied
    bool followed = false;              ///< `progress` says something

    QString subject() const;   ///< "Deployment shop/web"
    QString resource() const;  ///< "apps/Deployment"
    QString key() const;       ///< "shop/web"; "web" of the whole cluster's
    /// It waits for a choice about `owned`.
    bool asksAboutOwned() const { return change == Change::Refused && choice == Choice::Ask && !owned.empty(); }
    bool isWritten() const { return change == Change::Create || change == Change::Update || change == Change::Waits; }
    /// Why undo does not bring back what was; "" when it does.
    QString irrevocable() const;

    /// Server-side apply by a manager of that name.
    Write write(const QString& manager) const;
    /// What the server has answered to a dry run. False when it is to be tried once more, otherwise.
    bool take(const Result<client::Answer>& tried, const QString& manager);
    /// What is to be expected is all there is: no server is asked.
    void assume();
    /// Decides what becomes of `owned`; it is to be tried once more then.
    void decide(Choice wanted);
    /// The answer to writing it.
    void wrote(const Result<client::Answer>& outcome);
};

/// Reads a manifest, puts it into the order of applying, and gets what the cluster has of it. Backstage: it reads.
std::expected<std::vector<ApplyStep>, TextFault> readSteps(const Reader& reader, const QString& text,
                                                           const client::Discovery& served, const QString& namespace_);

/// The fault of a manifest in words; and how many objects it has. Pure.
std::expected<std::size_t, TextFault> countObjects(const QString& text);

}  // namespace armillary::app
