using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace Wangting.Kernel;

/// <summary>Parts of queries that LINQ has no word for.</summary>
public static class Rows
{
    /// <summary>The first so many, with their number written into the statement: for queries of many parts, which PostgreSQL
    /// would plan anew for every reader if it had to learn the number first.</summary>
    public static IQueryable<T> First<T>(this IQueryable<T> rows, int most) => rows.Provider.CreateQuery<T>(Expression.Call(
        typeof(Queryable), nameof(Queryable.Take), [typeof(T)], rows.Expression, Expression.Call(typeof(EF), nameof(EF.Constant), [typeof(int)], Expression.Constant(most))));
}
