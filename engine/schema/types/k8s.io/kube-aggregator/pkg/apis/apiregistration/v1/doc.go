// Package v1 declares the types of apiregistration.k8s.io/v1, with the names and numbers that upstream gave them.
// +groupName=apiregistration.k8s.io
package v1
