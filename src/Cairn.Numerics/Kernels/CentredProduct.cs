using System.Numerics;
using System.Runtime.Intrinsics;

namespace Cairn.Kernels;

/// <summary>(x - centre) y, fused</summary>
readonly struct CentredProduct<T>(T centre) : ITerm<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static bool IsBinary => true;
    public T AddTo(T sum, T x, T y) => T.FusedMultiplyAdd(x - centre, y, sum);
    public Vector256<T> AddTo(Vector256<T> sum, Vector256<T> x, Vector256<T> y) => Fused.MultiplyAdd(x - Vector256.Create(centre), y, sum);
    public Vector512<T> AddTo(Vector512<T> sum, Vector512<T> x, Vector512<T> y) => Fused.MultiplyAdd(x - Vector512.Create(centre), y, sum);
}
