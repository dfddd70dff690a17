import { Navigate } from '@tanstack/react-router';

/** A new role is made in the matrix, beside those that are there. */
export default function NewRole() {
  return <Navigate to="/roles" search={{ edit: 'new' }} replace />;
}
