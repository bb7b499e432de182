using System.Runtime.InteropServices;

namespace Cairn.Persistence;

/// <summary>Tensors as the bytes of a file: little-endian, row-major.</summary>
static class TensorBytes
{
    /// <summary>The name of an element type in a safetensors header.</summary>
    internal static string NameOf(DType dtype) => dtype switch
    {
        DType.Float64 => "F64",
        DType.Float32 => "F32",
        DType.Int64 => "I64",
        DType.Int32 => "I32",
        DType.UInt8 => "U8",
        _ => "BOOL",
    };

    /// <summary>The element type of a name in a header, or null when no tensor stores it.</summary>
    internal static DType? TypeOf(string name) => name switch
    {
        "F64" => DType.Float64,
        "F32" => DType.Float32,
        "I64" => DType.Int64,
        "I32" => DType.Int32,
        "U8" => DType.UInt8,
        "BOOL" => DType.Bool,
        _ => null,
    };

    /// <summary>The memory of a contiguous tensor.</summary>
    internal static ReadOnlySpan<byte> Of(Tensor tensor) => tensor.DType switch
    {
        DType.Float64 => MemoryMarshal.AsBytes(tensor.AsReadOnlySpan<double>()),
        DType.Float32 => MemoryMarshal.AsBytes(tensor.AsReadOnlySpan<float>()),
        DType.Int64 => MemoryMarshal.AsBytes(tensor.AsReadOnlySpan<long>()),
        DType.Int32 => MemoryMarshal.AsBytes(tensor.AsReadOnlySpan<int>()),
        DType.UInt8 => tensor.AsReadOnlySpan<byte>(),
        _ => MemoryMarshal.AsBytes(tensor.AsReadOnlySpan<bool>()),
    };

    /// <summary>The memory of a contiguous tensor that nobody else has seen yet, to be filled.</summary>
    internal static Span<byte> Fill(Tensor fresh)
    {
        var bytes = Of(fresh);
        return MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(bytes), bytes.Length);
    }

    /// <summary>The place of the first NaN or infinity, or -1.</summary>
    internal static int FirstNonFinite(Tensor tensor) => tensor.DType switch
    {
        DType.Float64 => FirstNonFinite(tensor.AsReadOnlySpan<double>()),
        DType.Float32 => FirstNonFinite(tensor.AsReadOnlySpan<float>()),
        _ => -1,
    };

    static int FirstNonFinite(ReadOnlySpan<double> values)
    {
        for (int i = 0; i < values.Length; i++)
            if (!double.IsFinite(values[i])) return i;
        return -1;
    }

    static int FirstNonFinite(ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length; i++)
            if (!float.IsFinite(values[i])) return i;
        return -1;
    }
}
