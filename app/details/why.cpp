#include "why.h"

namespace armillary::app {

namespace {
constexpr auto kAgainAfter = std::chrono::seconds(2), kInAnyCaseAfter = std::chrono::seconds(15);
}  // namespace

Why::Why(QObject* parent) : QObject(parent) {
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &Why::ask);
}

void Why::setObject(const ObjectRef& object) {
    const bool same = m_object && object && m_object->uid() == object->uid();
    m_object = object;
    if (!same) {
        m_statements.clear();
        m_state.clear();
        m_fine = false;
        m_loading = object != nullptr;
        emit changed();
    }
    if (!object) return m_soon.stop();
    if (same)
        again();
    else if (m_asking)
        m_again = true;
    else
        ask();
}

void Why::again() {
    if (!m_object) return;
    if (m_asking)
        m_again = true;
    else if (!m_soon.isActive() || m_soon.remainingTimeAsDuration() > kAgainAfter)
        m_soon.start(kAgainAfter);
}

void Why::ask() {
    if (!m_cluster || !m_object || m_asking) return;
    m_asking = true;
    m_again = false;
    m_cluster->explain(this, m_object, [this, uid = m_object->uid()](const explain::Explanation& explanation) {
        m_asking = false;
        const bool current = m_object && m_object->uid() == uid;
        if (current) take(explanation);
        if (!m_object) return;
        if (!current)
            ask();
        else
            m_soon.start(m_again ? kAgainAfter : kInAnyCaseAfter);
    });
}

void Why::take(const explain::Explanation& explanation) {
    m_loading = false;
    m_state = QString::fromStdString(explanation.state);
    m_fine = explanation.statements.size() == 1 && explanation.statements.front().id == "fine";
    m_statements.clear();
    for (const explain::Statement& statement : explanation.statements) {
        QVariantList evidence;
        for (const explain::Citation& citation : statement.evidence)
            evidence.append(QVariantMap{{"kind", QString::fromStdString(citation.kind)},
                                        {"ref", QString::fromStdString(citation.ref)},
                                        {"text", QString::fromStdString(citation.text)}});
        m_statements.append(QVariantMap{{"id", QString::fromStdString(statement.id)},
                                        {"statement", QString::fromStdString(statement.statement)},
                                        {"next", QString::fromStdString(statement.next)},
                                        {"evidence", evidence}});
    }
    emit changed();
}

}  // namespace armillary::app
