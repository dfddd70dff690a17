import { Navigate, useParams } from '@tanstack/react-router';

/** A role is changed in the matrix, beside the others. */
export default function EditRole() {
  const { id = '' } = useParams({ strict: false });
  return <Navigate to="/roles" search={{ edit: id }} replace />;
}
