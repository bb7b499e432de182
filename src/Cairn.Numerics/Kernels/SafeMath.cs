namespace Cairn.Kernels;

/// <summary>
/// Cairn's own elementary functions: within 2 ulp in float32 (gelu: 2.01) and 4 ulp in float64, with the same bits on every machine and at every
/// vector width, which the platform's own do not promise. Only correctly rounded operations, selections and integer bit operations
/// are used, in a fixed order. Special values are those of IEEE 754 and C99; every NaN that comes out is the same one.
/// </summary>
public static partial class SafeMath;
