#include "sphere_bodies.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/schema/api/corev1.h"
#include "topology_model.h"

namespace armillary::app {

namespace {

constexpr double kLargestRoom = 0.3, kRoomShare = 0.29;
constexpr double kFirstOrbit = 0.56, kLastOrbit = 0.97;
constexpr double kLargestMoon = 0.105, kSmallestMoon = 0.028;
constexpr std::size_t kMostSlices = 8;
// Enough of them to look like a sphere, few enough to draw in no time.
constexpr int kRegions = 120;
constexpr double kPointPixels = 9, kMoonPixels = 2.1;

bool isReady(const corev1::Node& node) {
    return std::ranges::any_of(node.status.conditions, [](const corev1::NodeCondition& condition) {
        return condition.type == corev1::kNodeReady && condition.status == corev1::kConditionTrue;
    });
}

/// Of 1 for a tenth of a processor; a giant is not more than so much larger.
double sizeByRequest(const PodDot& dot) {
    const double cpu = static_cast<double>(dot.milliCpu) / 100, memory = static_cast<double>(dot.memory) / (128 << 20);
    return std::clamp(std::sqrt(std::max({cpu, memory, 0.3})), 0.6, 1.7);
}

int nearestRegion(const Place3& place) {
    int nearest = 0;
    double most = -2;
    for (int region = 0; region < kRegions; ++region) {
        const Place3 middle = placeOnSphere(region);
        const double cosine = middle.x * place.x + middle.y * place.y + middle.z * place.z;
        if (cosine > most) most = cosine, nearest = region;
    }
    return nearest;
}

MachineBody bodyOf(const TopologyModel::Machine& machine) {
    MachineBody body{.name = machine.name, .tone = MachineTone::Unknown};
    if (!machine.node) return body;
    const auto& node = machine.node->as<corev1::Node>();
    body.tone = !isReady(node)            ? MachineTone::NotReady
                : node.spec.unschedulable ? MachineTone::Cordoned
                                          : MachineTone::Fine;
    if (const auto pods = node.status.allocatable.find("pods"); pods != node.status.allocatable.end())
        body.capacity = static_cast<int>(pods->second.value());
    return body;
}

double shareOf(const ObjectRef& object, const char* resource, double milli) {
    if (!object) return 0;
    const auto& allocatable = object->as<corev1::Node>().status.allocatable;
    const auto most = allocatable.find(resource);
    const double all = most == allocatable.end() ? 0 : static_cast<double>(most->second.milliValue());
    return all > 0 ? milli / all : 0;
}

}  // namespace

Detail detailOf(double pixels, double moonSize) {
    if (pixels < kPointPixels) return Detail::Point;
    return moonSize > 0 && pixels * moonSize < kMoonPixels ? Detail::Ring : Detail::Moons;
}

void SphereBodies::update(const TopologyModel& model) {
    std::vector<std::string> names;
    names.reserve(model.machines().size());
    for (const auto& machine : model.machines()) names.push_back(machine.name);
    m_places.keep(names);
    m_machines.clear();
    m_byName.clear();
    m_byPod.clear();
    m_waiting.clear();
    m_pods = model.podCount();
    m_room = std::min(kLargestRoom, kRoomShare * std::sqrt(4 * M_PI / std::max(m_places.most(), 1)));
    for (const auto& machine : model.machines()) {
        MachineBody body = bodyOf(machine);
        body.number = m_places.numberOf(body.name);
        body.place = placeOnSphere(body.number);
        m_byName[body.name] = static_cast<int>(m_machines.size());
        m_machines.push_back(std::move(body));
    }
    std::vector<std::pair<double, double>> requested(m_machines.size());
    for (const PodDot& dot : model.dots()) {
        if (dot.leaving) continue;
        Moon moon{.key = dot.key, .state = dot.state, .workload = dot.workload, .size = sizeByRequest(dot)};
        const auto machine = m_byName.find(dot.machine());
        if (machine == m_byName.end()) {
            m_waiting.push_back(std::move(moon));
            continue;
        }
        const auto at = static_cast<std::size_t>(machine->second);
        m_byPod[dot.key] = machine->second;
        ++m_machines[at].states[static_cast<std::size_t>(dot.state)];
        requested[at].first += static_cast<double>(dot.milliCpu);
        requested[at].second += static_cast<double>(dot.memory) * 1000;
        m_machines[at].moons.push_back(std::move(moon));
    }
    const auto byWorkload = [](const Moon& left, const Moon& right) {
        return left.workload != right.workload ? left.workload < right.workload : left.key < right.key;
    };
    std::ranges::sort(m_waiting, byWorkload);
    for (std::size_t at = 0; at < m_machines.size(); ++at) {
        MachineBody& machine = m_machines[at];
        machine.cpuShare = shareOf(model.machines()[at].node, "cpu", requested[at].first);
        machine.memoryShare = shareOf(model.machines()[at].node, "memory", requested[at].second);
        std::ranges::sort(machine.moons, byWorkload);
        placeMoons(machine);
    }
    gatherRegions();
}

/// On as few rings as hold them, workload after workload; the more there are the smaller they get.
void SphereBodies::placeMoons(MachineBody& machine) const {
    const auto count = machine.moons.size();
    for (double radius = kLargestMoon; count > 0; radius *= 0.92) {
        const double gap = 2.15 * radius;
        machine.orbits.clear();
        std::size_t holds = 0;
        for (double orbit = kFirstOrbit; orbit <= kLastOrbit && holds < count; orbit += gap) {
            machine.orbits.push_back(orbit);
            holds += static_cast<std::size_t>(2 * M_PI * orbit / gap);
        }
        if (holds < count && radius > kSmallestMoon) continue;
        machine.moonSize = radius;
        // As full as each other, so that no ring has a few stragglers.
        std::size_t next = 0;
        double before = 0, all = 0;
        for (const double orbit : machine.orbits) all += orbit;
        for (const double orbit : machine.orbits) {
            before += orbit;
            const auto until =
                std::min(count, static_cast<std::size_t>(std::lround(static_cast<double>(count) * before / all)));
            const auto onRing = static_cast<double>(until - next);
            for (double i = 0; next < until; ++next, ++i) {
                Moon& moon = machine.moons[next];
                moon.orbit = orbit;
                moon.angle = 2 * M_PI * i / onRing;
                moon.size = radius * std::min(1.0, 0.62 * moon.size);
            }
        }
        break;
    }
    std::map<int, int> workloads;
    for (const Moon& moon : machine.moons) ++workloads[moon.workload];
    machine.workloads.assign(workloads.begin(), workloads.end());
    std::ranges::stable_sort(machine.workloads, std::greater(), &std::pair<int, int>::second);
    if (machine.workloads.size() <= kMostSlices) return;
    int others = 0;
    for (std::size_t i = kMostSlices; i < machine.workloads.size(); ++i) others += machine.workloads[i].second;
    machine.workloads.resize(kMostSlices);
    machine.workloads.emplace_back(-1, others);
}

void SphereBodies::gatherRegions() {
    m_regions.assign(kRegions, {});
    for (int region = 0; region < kRegions; ++region)
        m_regions[static_cast<std::size_t>(region)].place = placeOnSphere(region);
    while (m_regionOf.size() < static_cast<std::size_t>(m_places.most()))
        m_regionOf.push_back(nearestRegion(placeOnSphere(static_cast<int>(m_regionOf.size()))));
    for (MachineBody& machine : m_machines) {
        machine.region = m_regionOf[static_cast<std::size_t>(machine.number)];
        Region& region = m_regions[static_cast<std::size_t>(machine.region)];
        ++region.machines;
        region.pods += static_cast<int>(machine.moons.size());
        region.trouble = region.trouble || machine.hasFailing() || machine.tone == MachineTone::NotReady;
    }
}

int SphereBodies::machineNamed(const std::string& name) const {
    const auto found = m_byName.find(name);
    return found == m_byName.end() ? -1 : found->second;
}

int SphereBodies::machineOfPod(const std::string& key) const {
    const auto found = m_byPod.find(key);
    return found == m_byPod.end() ? -1 : found->second;
}

}  // namespace armillary::app
