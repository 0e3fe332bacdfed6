package v1alpha1

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Summary is what a node's agent answers under /stats/summary, as far as it is read here.
type Summary struct {
	// The machine as a whole.
	Node NodeStats `json:"node"`
	// Each pod that runs.
	Pods []PodStats `json:"pods"`
}

// NodeStats says what a machine uses.
type NodeStats struct {
	// The node's name.
	NodeName string `json:"nodeName"`
	// +optional
	CPU *CPUStats `json:"cpu,omitempty"`
	// +optional
	Memory *MemoryStats `json:"memory,omitempty"`
}

// PodStats says what a pod uses.
type PodStats struct {
	// Which pod.
	PodRef PodReference `json:"podRef"`
	// Each container that runs.
	Containers []ContainerStats `json:"containers"`
}

// ContainerStats says what a container uses.
type ContainerStats struct {
	// The container's name in the pod.
	Name string `json:"name"`
	// +optional
	CPU *CPUStats `json:"cpu,omitempty"`
	// +optional
	Memory *MemoryStats `json:"memory,omitempty"`
}

// PodReference names a pod.
type PodReference struct {
	Name      string `json:"name"`
	Namespace string `json:"namespace"`
	UID       string `json:"uid"`
}

// CPUStats says how much of the processors is used.
type CPUStats struct {
	// When this was measured.
	Time metav1.Time `json:"time"`
	// Billionths of a core, on average over the last seconds.
	// +optional
	UsageNanoCores *int64 `json:"usageNanoCores,omitempty"`
	// Billionths of a core-second since the start.
	// +optional
	UsageCoreNanoSeconds *int64 `json:"usageCoreNanoSeconds,omitempty"`
}

// MemoryStats says how much memory is used, in bytes.
type MemoryStats struct {
	// When this was measured.
	Time metav1.Time `json:"time"`
	// What cannot be dropped under pressure: usage without inactive file caches.
	// +optional
	WorkingSetBytes *int64 `json:"workingSetBytes,omitempty"`
}
