// Package v1 declares the types of apiextensions.k8s.io/v1, with the names and numbers that upstream gave them.
// +groupName=apiextensions.k8s.io
package v1
