#include <algorithm>

#include "apply_effects.h"
#include "applying.h"

/// What Applying's rows show.
namespace armillary::app {

namespace {

using Becomes = ApplyStep::Change;

QString nameOf(Becomes change) {
    switch (change) {
        case Becomes::Create:
            return QStringLiteral("create");
        case Becomes::Update:
            return QStringLiteral("update");
        case Becomes::None:
            return QStringLiteral("none");
        case Becomes::Waits:
            return QStringLiteral("waits");
        case Becomes::Refused:
            return QStringLiteral("refused");
    }
    return {};
}

QString nameOf(ApplyStep::Choice choice) {
    return choice == ApplyStep::Choice::TakeOver ? QStringLiteral("take")
           : choice == ApplyStep::Choice::Leave  ? QStringLiteral("leave")
                                                 : QString();
}

using Rollout = RolloutState::Stage;

bool isStuck(const ApplyStep& step) {
    return step.followed && step.progress.state.stage != Rollout::Ready &&
           (step.progress.state.stage == Rollout::Failed || !step.progress.why.isEmpty());
}

QString statusOf(const ApplyStep& step) {
    if (step.state == ApplyStep::State::Open) return {};
    if (step.state == ApplyStep::State::Failed) return QStringLiteral("failed");
    if (isStuck(step)) return QStringLiteral("stuck");
    return step.followed && step.progress.state.stage == Rollout::Rolling ? QStringLiteral("rolling")
                                                                          : QStringLiteral("done");
}

QString detailOf(const ApplyStep& step) {
    if (!step.followed) return step.detail;
    const QString& text = step.progress.state.text;
    return step.progress.why.isEmpty() ? text : text + QStringLiteral(". ") + step.progress.why;
}

QVariantList shownOwned(const ApplyStep& step) {
    QVariantList fields;
    for (const OwnedField& each : step.owned)
        fields.append(QVariantMap{{"field", each.field.startsWith(u'.') ? each.field.sliced(1) : each.field},
                                  {"owner", each.owner}});
    return fields;
}

}  // namespace

QString Applying::progress() const {
    const auto followed = std::ranges::count_if(m_steps, &ApplyStep::followed);
    if (followed == 0) return {};
    const auto ready = std::ranges::count_if(
        m_steps, [](const ApplyStep& step) { return step.followed && step.progress.state.stage == Rollout::Ready; });
    const auto stuck = std::ranges::count_if(m_steps, isStuck);
    if (ready == followed) return tr("%n workloads are ready", nullptr, static_cast<int>(followed));
    return stuck > 0 ? tr("%1 of %2 workloads are ready, %3 in trouble").arg(ready).arg(followed).arg(stuck)
                     : tr("%1 of %2 workloads are ready").arg(ready).arg(followed);
}

QString Applying::progressTone() const {
    if (std::ranges::any_of(m_steps, isStuck)) return QStringLiteral("bad");
    const bool waits = std::ranges::any_of(
        m_steps, [](const ApplyStep& step) { return step.followed && step.progress.state.stage != Rollout::Ready; });
    return waits ? QStringLiteral("accent") : QStringLiteral("good");
}

QVariantMap Applying::texts(int row) const {
    if (row < 0 || row >= count()) return {};
    const auto text = [](const QJsonObject& object) {
        return object.isEmpty() ? QString() : manifestText(object, true);
    };
    const ApplyStep& step = m_steps[static_cast<std::size_t>(row)];
    return {{"before", text(step.before)}, {"after", text(step.after)}};
}

QStringList Applying::titles() const {
    QStringList titles;
    for (const ApplyStep& step : m_steps)
        if (step.change != Becomes::None) titles << tr("Edit %1").arg(step.subject());
    return titles;
}

int Applying::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant Applying::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const ApplyStep& step = m_steps[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
        case SubjectRole:
            return step.subject();
        case ResourceRole:
            return step.resource();
        case KeyRole:
            return step.key();
        case ChangeRole:
            return nameOf(step.change);
        case DetailRole:
            return detailOf(step);
        case StateRole:
            return statusOf(step);
        case ImpactsRole: {
            QVariantList impacts;
            for (const plan::Impact& each : step.impacts) impacts.append(shownImpact(each));
            return impacts;
        }
        case OwnedRole:
            return shownOwned(step);
        case ChoiceRole:
            return nameOf(step.choice);
        default:
            return {};
    }
}

QHash<int, QByteArray> Applying::roleNames() const {
    return {{SubjectRole, "subject"}, {ResourceRole, "resource"}, {KeyRole, "key"},
            {ChangeRole, "change"},   {DetailRole, "detail"},     {StateRole, "status"},
            {ImpactsRole, "impacts"}, {OwnedRole, "owned"},       {ChoiceRole, "choice"}};
}

void Applying::changed(std::size_t row) {
    const QModelIndex at = index(static_cast<int>(row));
    emit dataChanged(at, at);
}

}  // namespace armillary::app
