// What a screen reader finds on the sphere: machines with their pods, and the pods that wait.

#include <algorithm>

#include "sphere_view.h"

namespace armillary::app {

namespace {
const QString kPodName = QStringLiteral("/Pod"), kNodeName = QStringLiteral("/Node");
}

SphereView::Body SphereView::bodyAt(int part) const {
    const auto& machines = m_bodies.machines();
    for (std::size_t i = 0; i < machines.size(); ++i) {
        const auto moons = static_cast<int>(machines[i].moons.size());
        if (part <= moons) return {static_cast<int>(i), part - 1};
        part -= moons + 1;
    }
    return {-1, part};
}

std::pair<QString, QString> SphereView::objectOf(const Body& body) const {
    const auto moon = static_cast<std::size_t>(body.moon);
    if (body.machine < 0) {
        const auto& waiting = m_bodies.waiting();
        return {kPodName, moon < waiting.size() ? QString::fromStdString(waiting[moon].key) : QString()};
    }
    const MachineBody& machine = m_bodies.machines()[static_cast<std::size_t>(body.machine)];
    if (body.moon < 0) return {kNodeName, QString::fromStdString(machine.name)};
    return {kPodName, QString::fromStdString(machine.moons[moon].key)};
}

int SphereView::partCount() const {
    auto parts = m_bodies.machines().size() + m_bodies.waiting().size();
    for (const MachineBody& machine : m_bodies.machines()) parts += machine.moons.size();
    return static_cast<int>(parts);
}

QString SphereView::partKey(int part) const {
    const auto [resource, key] = objectOf(bodyAt(part));
    return resource + u' ' + key;
}

ScenePart SphereView::partAt(int part) const {
    const auto [resource, key] = objectOf(bodyAt(part));
    ScenePart about;
    about.selected = resource == selectedResource() && key == selectedKey();
    const auto drawn = std::ranges::find_if(
        m_targets, [&](const Target& target) { return resourceOf(target) == resource && keyOf(target) == key; });
    if (drawn != m_targets.end())
        about.place = QRectF(drawn->at - QPointF(drawn->reach, drawn->reach), QSizeF(2, 2) * drawn->reach);
    if (resource == kNodeName) {
        const int machine = m_bodies.machineNamed(key.toStdString());
        about.name = tr("Node %1").arg(descriptionOf(machine));
        if (machine >= 0) about.description = toneWord(m_bodies.machines()[static_cast<std::size_t>(machine)].tone);
        return about;
    }
    const int dot = m_model ? m_model->indexOfKey(key.toStdString()) : -1;
    if (dot < 0) return about;
    const QVariantMap words = m_model->describe(m_model->dots()[static_cast<std::size_t>(dot)]);
    about.name = tr("Pod %1, %2").arg(words["title"].toString(), words["status"].toString());
    about.description = words["detail"].toString();
    return about;
}

int SphereView::currentPart() const {
    if (selectedKey().isEmpty()) return -1;
    const std::string name = selectedKey().toStdString();
    const bool node = selectedResource() == kNodeName;
    const int machine = node ? m_bodies.machineNamed(name) : m_bodies.machineOfPod(name);
    int part = 0;
    const auto& machines = m_bodies.machines();
    const auto before = machine < 0 ? machines.size() : static_cast<std::size_t>(machine);
    for (std::size_t i = 0; i < before; ++i) part += 1 + static_cast<int>(machines[i].moons.size());
    if (node) return machine < 0 ? -1 : part;
    const auto& pods = machine < 0 ? m_bodies.waiting() : machines[before].moons;
    const auto found = std::ranges::find(pods, name, &Moon::key);
    if (found == pods.end()) return -1;
    return part + (machine < 0 ? 0 : 1) + static_cast<int>(found - pods.begin());
}

void SphereView::choosePart(int part) {
    const auto [resource, key] = objectOf(bodyAt(part));
    reveal(resource, key);
}

void SphereView::openPart(int part) {
    if (part < 0) return;
    const auto [resource, key] = objectOf(bodyAt(part));
    emit activated(resource, key);
}

}  // namespace armillary::app
