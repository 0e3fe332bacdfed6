#include <boost/json.hpp>

#include "engine/schema/scalars.h"
#include "nodes/agent/access/stats.h"

namespace armillary::agent {

namespace json = boost::json;

namespace {

using Interfaces = std::vector<cri::SandboxStats::Interface>;

json::object filesJson(const FileUse& use, const std::string& time) {
    return {{"time", time},
            {"availableBytes", use.available},
            {"capacityBytes", use.capacity},
            {"usedBytes", use.used},
            {"inodesFree", use.inodesFree},
            {"inodes", use.inodes},
            {"inodesUsed", use.inodesUsed}};
}

/// So much of the node's disk.
json::object diskJson(const NodeUse& use, std::uint64_t used, std::uint64_t inodesUsed, const std::string& time) {
    return filesJson({use.diskBytes, use.diskAvailable, used, use.inodes, use.inodesFree, inodesUsed}, time);
}

/// The first is the one that counts; the others, and it again, are listed.
json::object networkJson(const Interfaces& interfaces, const std::string& time) {
    json::array list;
    for (const auto& each : interfaces)
        list.push_back({{"name", each.name},
                        {"rxBytes", each.rxBytes},
                        {"rxErrors", each.rxErrors},
                        {"txBytes", each.txBytes},
                        {"txErrors", each.txErrors}});
    json::object out = list.at(0).as_object();
    out["time"] = time;
    out["interfaces"] = std::move(list);
    return out;
}

json::array volumesJson(const PodUse& pod, const std::string& time) {
    json::array out;
    for (const VolumeUse& volume : pod.volumes) {
        json::object one = filesJson(volume.files, time);
        one["name"] = volume.name;
        if (!volume.claim.empty()) one["pvcRef"] = {{"name", volume.claim}, {"namespace", pod.namespace_}};
        out.push_back(std::move(one));
    }
    return out;
}

/// What of the pod lies on the node's disk and goes with it: its containers' files and logs, and volumes.
json::object ephemeralJson(const PodUse& pod, const NodeUse& use, const std::string& time) {
    std::uint64_t bytes = 0, inodes = 0;
    for (const ContainerUse& each : pod.containers) {
        bytes += each.stats.writableBytes + each.logBytes;
        inodes += each.stats.writableInodes + each.logFiles;
    }
    for (const VolumeUse& volume : pod.volumes) {
        if (!volume.onDisk) continue;
        bytes += volume.files.used;
        inodes += volume.files.inodesUsed;
    }
    return diskJson(use, bytes, inodes, time);
}

json::object podJson(const PodUse& pod, const NodeUse& use, const std::string& time) {
    json::array list;
    std::int64_t started = 0;
    for (const ContainerUse& each : pod.containers) {
        const auto& one = each.stats;
        if (started == 0 || each.startedAt < started) started = each.startedAt;
        list.push_back(
            {{"name", one.name},
             {"startTime", schema::Time(each.startedAt / 1'000'000'000).text()},
             {"cpu",
              {{"time", time}, {"usageNanoCores", one.cpuNanocores}, {"usageCoreNanoSeconds", one.cpuNanoseconds}}},
             {"memory",
              {{"time", time},
               {"usageBytes", one.usageBytes},
               {"workingSetBytes", one.workingSetBytes},
               {"rssBytes", one.rssBytes}}},
             {"rootfs", diskJson(use, one.writableBytes, one.writableInodes, time)},
             {"logs", diskJson(use, each.logBytes, each.logFiles, time)}});
    }
    json::object out{{"podRef", {{"name", pod.name}, {"namespace", pod.namespace_}, {"uid", pod.uid}}},
                     {"startTime", schema::Time(started / 1'000'000'000).text()},
                     {"containers", std::move(list)},
                     {"cpu",
                      {{"time", time},
                       {"usageNanoCores", pod.sum(&cri::ContainerStats::cpuNanocores)},
                       {"usageCoreNanoSeconds", pod.sum(&cri::ContainerStats::cpuNanoseconds)}}},
                     {"memory",
                      {{"time", time},
                       {"usageBytes", pod.sum(&cri::ContainerStats::usageBytes)},
                       {"workingSetBytes", pod.sum(&cri::ContainerStats::workingSetBytes)},
                       {"rssBytes", pod.sum(&cri::ContainerStats::rssBytes)}}},
                     {"ephemeral-storage", ephemeralJson(pod, use, time)},
                     {"process_stats", {{"process_count", pod.processes}}}};
    if (!pod.interfaces.empty()) out["network"] = networkJson(pod.interfaces, time);
    if (!pod.volumes.empty()) out["volume"] = volumesJson(pod, time);
    return out;
}

}  // namespace

std::string summaryJson(const NodeUse& use) {
    const std::string time = schema::Time(use.at).text();
    json::array pods;
    for (const PodUse& pod : use.pods) pods.push_back(podJson(pod, use, time));
    const std::uint64_t used = use.diskBytes - use.diskAvailable, inodesUsed = use.inodes - use.inodesFree;
    json::object node{
        {"nodeName", use.name},
        {"startTime", schema::Time(use.bootedAt).text()},
        {"cpu", {{"time", time}, {"usageNanoCores", use.cpuNanocores}, {"usageCoreNanoSeconds", use.cpuNanoseconds}}},
        {"memory",
         {{"time", time},
          {"availableBytes", use.memoryAvailable},
          {"usageBytes", use.memoryTotal - use.memoryAvailable},
          {"workingSetBytes", use.memoryTotal - use.memoryAvailable}}},
        {"fs", diskJson(use, used, inodesUsed, time)},
        {"runtime", {{"imageFs", diskJson(use, use.imageBytes, inodesUsed, time)}}},
        {"rlimit", {{"time", time}, {"maxpid", use.maxPids}, {"curproc", use.pids}}}};
    if (!use.interfaces.empty()) node["network"] = networkJson(use.interfaces, time);
    return json::serialize(json::object{{"node", std::move(node)}, {"pods", std::move(pods)}});
}

}  // namespace armillary::agent
