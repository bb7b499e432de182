namespace Cairn;

/// <summary>The type of a tensor's elements.</summary>
public enum DType
{
    /// <summary>IEEE 754 binary32, <see cref="float"/>: what networks compute in.</summary>
    Float32,
    /// <summary>IEEE 754 binary64, <see cref="double"/>: what the classical solvers compute in.</summary>
    Float64,
    /// <summary>Signed 32-bit integer: class indices.</summary>
    Int32,
    /// <summary>Signed 64-bit integer: counts and integer sums.</summary>
    Int64,
    /// <summary>Unsigned 8-bit integer: image pixels.</summary>
    UInt8,
    /// <summary>True or false: masks.</summary>
    Bool,
}
